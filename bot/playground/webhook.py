"""The webhook: updates are brought by POST, those of one chat in their order, again and again until they are taken.

    setWebhook -> each update -> POST with the secret token -> 2xx: forgotten
                                                            -> anything else: at once, then after 2, 4, 8 ... seconds,
                                                               or after the Retry-After of the answer

As the live server does (tdlib/telegram-bot-api, WebhookActor.cpp): at most `max_connections` at once, and no update of
a chat before the one ahead of it was taken. As that server does with --local, it takes http addresses of this machine.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

import aiohttp

from bot.playground.updates import Hook, Updates
from bot.playground.wire import Json, Query, need
from bot.playground.world import World

PATIENCE = 60.0
"""Seconds in which an answer must come."""
PAUSE, LONGEST_PAUSE = 2.0, 60.0
"""Seconds before the second repetition, and at most; each is twice as long as the one before."""
MOST_CONNECTIONS, USUAL_CONNECTIONS = 100, 40
PORTS = frozenset({80, 88, 443, 8443})
HERE = frozenset({"127.0.0.1", "localhost", "::1"})
HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Bringer:
    """Brings what waits to the bot's address, if it has set one."""

    def __init__(self, updates: Updates, *, patience: float = PATIENCE) -> None:
        self._updates = updates
        self._patience = patience
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._client: aiohttp.ClientSession | None = None

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Brings while the block runs."""
        timeout = aiohttp.ClientTimeout(total=self._patience)
        async with aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as self._client:
            self._updates.changed_hook = self._look
            try:
                yield
            finally:
                self._updates.changed_hook = None
                for task in (left := tuple(self._lanes.values())):
                    task.cancel()
                await asyncio.gather(*left, return_exceptions=True)

    def _look(self) -> None:
        """Something waits, or the address is another: every chat of which nothing is under way begins."""
        if self._updates.hook is None:
            return
        for lane in {lane_of(update) for update in self._updates.pending.values()} - self._lanes.keys():
            self._lanes[lane] = asyncio.create_task(self._bring(lane))

    async def _bring(self, lane: str) -> None:
        """All that waits in one chat, one after the other."""
        failures = 0
        try:
            while (hook := self._updates.hook) and (update := self._first(lane)):
                async with hook.turns:
                    wait = await self._post(hook, update)
                if wait is None:
                    self._updates.forget(update["update_id"])
                    failures = 0
                    continue
                with suppress(TimeoutError):  # another address is tried at once
                    await asyncio.wait_for(hook.gone.wait(), wait or _pause(failures))
                failures += 1
        finally:
            del self._lanes[lane]

    def _first(self, lane: str) -> Json | None:
        return next((update for update in self._updates.pending.values() if lane_of(update) == lane), None)

    async def _post(self, hook: Hook, update: Json) -> float | None:
        """None where it was taken; else the seconds that the answer asks for, 0 where it asks for none."""
        if self._client is None:
            raise RuntimeError("it does not work yet")
        headers = {HEADER: hook.secret} if hook.secret else {}
        try:
            async with self._client.post(hook.url, json=update, headers=headers, allow_redirects=False) as answer:
                await answer.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            hook.failed(str(error) or "Read timeout expired")
            return 0.0
        if 200 <= answer.status <= 299:
            return None
        hook.failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
        asked = answer.headers.get("Retry-After", "")
        return float(asked) if asked.isdecimal() else 0.0


def _pause(failures: int) -> float:
    return min(PAUSE * 2 ** (failures - 1), LONGEST_PAUSE) if failures else 0.0


def lane_of(update: Json) -> str:
    """What keeps its order: the messages of a chat, the presses of a person."""
    kind, content = next((kind, content) for kind, content in update.items() if kind != "update_id")
    if "chat" in content:
        return str(content["chat"]["id"])
    return f"{kind} {content['from']['id']}"


def set_webhook(world: World, query: Query) -> bool:
    """The Bot API's setWebhook; an empty address is deleteWebhook."""
    url, secret = query.text("url"), query.text("secret_token")
    if not url:
        return delete_webhook(world, query)
    _check(url)
    need(re.fullmatch(r"[\w-]{0,256}", secret, re.ASCII), "secret token contains unallowed characters")
    asked = query.number("max_connections", USUAL_CONNECTIONS)
    if "allowed_updates" in query.parameters:
        world.updates.allow(query.array("allowed_updates"))
    if query.flag("drop_pending_updates"):
        world.updates.pending.clear()
    world.updates.hang(Hook(url, secret, min(max(asked, 1), MOST_CONNECTIONS)))
    return True


def _check(url: str) -> None:
    parts = urlsplit(url)
    need(parts.hostname, "bad webhook: invalid webhook URL specified")
    if parts.hostname in HERE:
        return
    need(parts.scheme == "https", "bad webhook: An HTTPS URL must be provided for webhook")
    words = "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
    need((parts.port or 443) in PORTS, words)


def delete_webhook(world: World, query: Query) -> bool:
    """The Bot API's deleteWebhook."""
    if query.flag("drop_pending_updates"):
        world.updates.pending.clear()
    world.updates.hang(None)
    return True


def get_webhook_info(world: World, _query: Query) -> Json:
    """The Bot API's getWebhookInfo."""
    hook = world.updates.hook
    info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": len(world.updates)}
    if hook is None:
        return info
    info |= {"url": hook.url, "max_connections": hook.connections, "allowed_updates": sorted(world.updates.allowed)}
    return info | ({"last_error_message": hook.error, "last_error_date": hook.error_at} if hook.error else {})


METHODS: Mapping[str, Callable[[World, Query], object]] = {
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
}
