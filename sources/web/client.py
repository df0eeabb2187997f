"""The one client for what strangers link to.

url -> read_target -> turn with the host -> robots.txt -> guard: resolve once, judge, dial -> request
    -> redirect? at most 5, each the same way again -> whole body under a cap -> Fetched, or FetchFailed

A redirect from https to http is followed: nothing secret travels with a request, and a link that is http from the start
is fetched as well. It is never `moved`: what could be asked for safely goes on being asked for so.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import httpx

from sources.base import Failure, FetchFailed
from sources.web.asking import Answer, Asker
from sources.web.fetched import NO_VALIDATORS, Accept, Fetched, Validators
from sources.web.guard import Connect, Network, Resolve, Resolver, system_connect
from sources.web.headers import MOVED_FOR_GOOD, NOT_MODIFIED, REDIRECTS, sendable
from sources.web.policy import NOBODY, Policy
from sources.web.robots import ROBOTS_BYTES, Kept, Rules, read_rules
from sources.web.target import Target, follow, read_target
from sources.web.turns import Turn, Turns

ACCEPT: dict[Accept, str] = {
    "page": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
    "feed": "application/atom+xml,application/rss+xml,application/feed+json;q=0.9,application/xml;q=0.9,*/*;q=0.8",
}
REDIRECTS_FOLLOWED = 5
NO_RULES: frozenset[Failure] = frozenset({"refused", "missing", "gone", "status", "redirects", "too large"})
"""What says that a site has no robots.txt for us: then nothing is forbidden (RFC 9309, 2.3.1.3)."""


@dataclass(slots=True)
class Journey:
    """One fetch on its way: whom it asked already, and the seconds that are left, which run while it asks."""

    url: str
    left: float
    visited: list[Target] = field(default_factory=list)
    moved: bool = True

    @asynccontextmanager
    async def clock(self) -> AsyncIterator[None]:
        """Waiting for one's turn does not count: a host that gets many links at once would fail half of them."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        try:
            async with asyncio.timeout(self.left):
                yield
        except TimeoutError as error:
            raise FetchFailed("timeout", self.url) from error
        finally:
            self.left -= loop.time() - begun


class Web:
    """Fetches links; made once. `resolve`, `connect` and `tls` stand in for the system's own in tests."""

    def __init__(
        self,
        policy: Policy = NOBODY,
        *,
        resolve: Resolve | None = None,
        connect: Connect = system_connect,
        tls: ssl.SSLContext | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.policy = policy
        self._resolver = Resolver()
        network = Network(policy, resolve or self._resolver.resolve, connect)
        self._asker = Asker(network, tls or httpx.create_ssl_context(trust_env=False))
        self._turns = Turns(policy.at_once, policy.pause, everywhere=policy.everywhere)
        self._robots = Kept()
        self._now = now

    async def get(
        self, url: str, *, validators: Validators = NO_VALIDATORS, accept: Accept = "page", robots: bool = True
    ) -> Fetched:
        """The whole answer behind a link, at most `page_bytes` or `feed_bytes` of it in `seconds`. Raises FetchFailed.

        `validators` are those of the answer before: an unchanged one comes back `unchanged` and empty. With
        `robots` a site's robots.txt is asked first.
        """
        journey = Journey(url, self.policy.seconds)
        sent = sendable(validators)
        target = read_target(url, self.policy)
        for _ in range(REDIRECTS_FOLLOWED + 1):
            answer = await self._visit(journey, target, sent, accept, robots=robots)
            location = answer.head.first("location")
            if answer.head.status not in REDIRECTS or location is None:
                return self._fetched(journey, answer, sent)
            target = follow(target, location, self.policy)
            downgraded = answer.target.scheme == "https" and target.scheme == "http"
            journey.moved &= answer.head.status in MOVED_FOR_GOOD and not downgraded
        raise FetchFailed("redirects", url)

    async def close(self) -> None:
        """Lets go of what resolves names; no connection outlives its request."""
        self._resolver.close()

    async def _visit(
        self, journey: Journey, target: Target, sent: Validators, accept: Accept, *, robots: bool
    ) -> Answer:
        """One step of the way, in turn with the host; a further step on a host is the same visit and waits no more."""
        known = target.host in {visited.host for visited in journey.visited}
        journey.visited.append(target)
        async with self._turns.take(target.host, again=known) as turn, journey.clock():
            if robots:
                await self._heed(target, turn)
            limit = self.policy.feed_bytes if accept == "feed" else self.policy.page_bytes
            return await self._asker.ask(target, self._fields(ACCEPT[accept], sent), limit)

    async def _heed(self, target: Target, turn: Turn) -> None:
        """Raises FetchFailed "robots" where the site forbids; what keeps us from its rules keeps us from the site."""
        now = asyncio.get_running_loop().time()
        rules = self._robots.get(target.origin, now)
        if rules is None:
            rules = await self._ask_rules(target)
            self._robots.put(target.origin, rules, now)
        turn.slow_down(rules.delay)
        if not rules.allow(target.url):
            raise FetchFailed("robots", target.url)

    async def _ask_rules(self, target: Target) -> Rules:
        """Fetched through the same guard, redirects included; 4xx forbids nothing, other failures everything."""
        try:
            data = await self._robots_txt(replace(target, path="/robots.txt"))
        except FetchFailed as failure:
            if failure.why in NO_RULES or failure.status == 429:
                return Rules(None, self.policy.token)
            why, status, wait = failure.why, failure.status, failure.retry_after
            raise FetchFailed(why, target.url, status=status, retry_after=wait) from failure
        return await read_rules(data, self.policy.token)

    async def _robots_txt(self, target: Target) -> bytes:
        for _ in range(REDIRECTS_FOLLOWED + 1):
            fields = self._fields("text/plain,*/*;q=0.8", NO_VALIDATORS)
            answer = await self._asker.ask(target, fields, ROBOTS_BYTES, whole=False)
            location = answer.head.first("location")
            if answer.head.status not in REDIRECTS or location is None:
                self._check(answer)
                return answer.data
            target = follow(target, location, self.policy)
        raise FetchFailed("redirects", target.url)

    def _fields(self, accept: str, sent: Validators) -> dict[str, str]:
        fields = {"User-Agent": self.policy.user_agent, "Accept": accept}
        if sent.etag:
            fields["If-None-Match"] = sent.etag
        if sent.last_modified:
            fields["If-Modified-Since"] = sent.last_modified
        return fields

    def _check(self, answer: Answer) -> None:
        """Raises FetchFailed for a status that is no success."""
        head = answer.head
        if head.failure:
            wait = head.retry_after(self._now())
            raise FetchFailed(head.failure, answer.target.url, status=head.status, retry_after=wait)

    def _fetched(self, journey: Journey, answer: Answer, sent: Validators) -> Fetched:
        head, url = answer.head, answer.target.url
        unchanged = head.status == NOT_MODIFIED
        if unchanged and sent == NO_VALIDATORS:
            raise FetchFailed("broken", url, status=head.status)  # we asked for no comparison: there is no answer in it
        if not unchanged:
            self._check(answer)
        new = head.validators
        return Fetched(
            asked=journey.url,
            url=url,
            data=answer.data,
            content_type=head.text("content-type"),
            content_location=head.text("content-location"),
            validators=Validators(new.etag or sent.etag, new.last_modified or sent.last_modified) if unchanged else new,
            moved=url if journey.moved and len(journey.visited) > 1 else None,
            unchanged=unchanged,
            fresh=head.fresh,
        )
