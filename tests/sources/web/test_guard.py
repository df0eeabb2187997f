"""The guard where the socket is opened: links, what name servers say of them, and what is dialled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.base import FetchFailed
from sources.web.addresses import is_public
from sources.web.policy import Policy
from tests.sources.web.standins import PUBLIC, PUBLIC_6, Names, Sockets, page, redirector, web

Dns = Mapping[str, Sequence[Sequence[str]]]
REFUSED_ANSWERS = [
    ["192.168.0.10"],
    ["127.0.0.1"],
    ["169.254.169.254"],
    ["100.100.100.200"],
    ["192.0.0.192"],
    ["168.63.129.16"],
    ["::1"],
    ["fe80::1%eth0"],
    ["::ffff:10.0.0.1"],
    ["64:ff9b::a00:1"],
    ["2002:7f00:1::"],
    ["fec0::1"],
    ["224.0.0.1"],
    [PUBLIC, "10.0.0.1"],
    ["::1", PUBLIC_6],
    ["not an address"],
]


@pytest.mark.parametrize("answer", REFUSED_ANSWERS, ids=str)
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_name_with_any_private_address_is_not_dialled(scheme: str, answer: list[str]) -> None:
    """Not even at its public address, and under TLS no more than without."""
    names, sockets = Names({"example.org": [answer, [PUBLIC]]}), Sockets()
    with pytest.raises(FetchFailed) as caught:
        await web(names, sockets).get(f"{scheme}://example.org/", robots=False)
    assert caught.value.why == "private"
    assert not sockets.dialled


@pytest.mark.parametrize("second", [["127.0.0.1"], ["10.0.0.1", PUBLIC]])
async def test_a_name_is_resolved_once_and_what_was_judged_is_dialled(second: list[str]) -> None:
    """A name server that changes its mind after the check changes nothing (DNS rebinding)."""
    names, sockets = Names({"example.org": [[PUBLIC_6], second]}), Sockets()
    await web(names, sockets).get("http://example.org/", robots=False)
    assert names.asked == ["example.org"]
    assert sockets.dialled == [(PUBLIC_6, 80)]


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1/",
        "http://[::1]:8080/",
        "http://2130706433/",
        "http://inner.example/",
        "https://inner.example/",
        "http://localhost/",
        "gopher://127.0.0.1:6379/_X",
        "http://example.org@127.0.0.1/",
        "http://example.org\\@127.0.0.1/",
        "//127.0.0.1/",
        "http://example.net:6379/",
        "file:///etc/passwd",
    ],
)
@pytest.mark.parametrize("robots", [False, True], ids=["page", "robots.txt"])
async def test_a_redirect_passes_the_same_guard(to: str, robots: bool) -> None:  # noqa: FBT001 - parametrised
    """Of a page and of a robots.txt alike: nothing but the public host is dialled."""
    sockets = Sockets(redirector(to, "example.org"))
    with pytest.raises(FetchFailed):
        await web(Names({"inner.example": [["192.168.0.10"]]}), sockets).get("http://example.org/", robots=robots)
    assert sockets.addresses == {PUBLIC}


async def test_redirects_end() -> None:
    """After five of them, and the sixth is not dialled."""
    sockets = Sockets(redirector("http://example.org/", "example.org"))
    with pytest.raises(FetchFailed) as caught:
        await web(sockets=sockets).get("http://example.org/", robots=False)
    assert caught.value.why == "redirects"
    assert len(sockets.dialled) == 6


async def test_tls_keeps_the_name_whatever_address_is_dialled() -> None:
    """The certificate is asked for and judged by the name in the link."""
    sockets = Sockets()
    await web(sockets=sockets).get("https://Bücher.example./", robots=False)
    assert sockets.dialled == [(PUBLIC, 443)]
    assert sockets.names == ["xn--bcher-kva.example"]


async def test_what_the_operator_allows_is_dialled_under_either_scheme() -> None:
    """A private host by its name, and nothing beside it."""
    policy = Policy(frozenset({"rss.lan", "10.9.0.0/16"}), pause=0)
    names = Names({"rss.lan": [["10.0.0.5"]], "public.example": [["10.9.1.1"]], "other.example": [["10.0.0.5"]]})
    sockets = Sockets()
    client = web(names, sockets, policy)
    for url in ("http://rss.lan/", "https://rss.lan/", "http://public.example/", "http://10.9.1.2/"):
        assert (await client.get(url)).data
    with pytest.raises(FetchFailed):
        await client.get("http://other.example/")
    assert sockets.addresses == {"10.0.0.5", "10.9.1.1", "10.9.1.2"}


async def test_a_dead_address_of_a_name_is_passed_over() -> None:
    """The next one is dialled; where all are dead the host is unreachable."""

    class Halfdead(Sockets):
        async def __call__(self, address: str, port: int):  # type: ignore[no-untyped-def] # as its parent's
            stream = await super().__call__(address, port)
            if ":" in address:
                raise OSError(101, "Network is unreachable")
            return stream

    sockets = Halfdead()
    names = Names({"both.example": [[PUBLIC_6, PUBLIC]], "six.example": [[PUBLIC_6]]})
    assert (await web(names, sockets).get("http://both.example/", robots=False)).data
    assert sockets.dialled == [(PUBLIC_6, 80), (PUBLIC, 80)]
    with pytest.raises(FetchFailed) as caught:
        await web(names, sockets).get("http://six.example/", robots=False)
    assert caught.value.why == "unreachable"


async def test_a_name_that_nobody_knows_is_said_to_be_unknown() -> None:
    """Whether the name server says so or has nothing to say."""

    async def unknown(_host: str) -> Sequence[str]:
        raise OSError(-2, "Name or service not known")

    for names in (unknown, Names({"example.org": [[]]})):
        with pytest.raises(FetchFailed) as caught:
            await web(names, Sockets()).get("http://example.org/")  # type: ignore[arg-type] # either can be called
        assert caught.value.why == "unknown host"


async def test_through_a_proxy_only_the_proxy_is_dialled_and_links_are_still_judged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What a link says of itself is refused here; the proxy may stand in the operator's network."""
    monkeypatch.setenv("HTTP_PROXY", "http://environment.example:1")
    sockets = Sockets(lambda _host, _path: page())
    names = Names({"proxy.lan": [["10.0.0.9"]]})
    client = web(names, sockets, Policy(proxy="http://me:word@proxy.lan:3128", pause=0))
    assert (await client.get("http://example.org/", robots=False)).data
    assert names.asked == ["proxy.lan"]
    assert sockets.dialled == [("10.0.0.9", 3128)]
    assert (await client.get("https://example.org/", robots=False)).data
    assert sockets.names == ["example.org"]  # TLS is with the site, through the proxy
    for url in ("http://127.0.0.1/", "http://localhost/", "http://example.org:25/"):
        with pytest.raises(FetchFailed):
            await client.get(url, robots=False)
    assert len(sockets.dialled) == 2


async def test_proxies_of_the_environment_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the operator's own setting counts."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://environment.example:1")
    sockets = Sockets()
    await web(sockets=sockets).get("http://example.org/", robots=False)
    assert sockets.dialled == [(PUBLIC, 80)]


ADDRESSES = st.sampled_from(
    [PUBLIC, PUBLIC_6, "127.0.0.1", "10.0.0.1", "::1", "2002:7f00:1::"]
) | st.ip_addresses().map(str)
ANSWERS = st.lists(st.lists(ADDRESSES, max_size=3), min_size=1, max_size=3)
HOSTS = st.sampled_from(["a.example", "b.example", "A.EXAMPLE.", "127.0.0.1", "localhost", "[::1]", "ａ.example"])
URLS = st.builds(
    "{}://{}{}/{}".format,
    st.sampled_from(["http", "https"]),
    HOSTS,
    st.sampled_from(["", ":8080", ":25"]),
    st.text(max_size=4),
)


@given(url=URLS, to=URLS, answers=st.fixed_dictionaries({"a.example": ANSWERS, "b.example": ANSWERS}))
async def test_whatever_is_linked_only_what_one_resolution_said_and_is_public_is_dialled(
    url: str, to: str, answers: Dns
) -> None:
    """For all links, redirects and moods of name servers."""
    names, sockets = Names(answers), Sockets(redirector(to, "a.example", "a.example:8080"))
    with suppress(FetchFailed):
        await web(names, sockets).get(url, robots=False)
    assert sockets.addresses <= set(names.told)
    assert all(is_public(ip_address(address)) for address in sockets.addresses)
    assert all(port in {80, 443, 8080} for _, port in sockets.dialled)
    assert len(names.asked) <= 6
