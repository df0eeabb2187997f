"""Where a link leads, read once."""

from __future__ import annotations

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sources.base import FetchFailed
from sources.web.addresses import is_public
from sources.web.policy import NOBODY, Policy
from sources.web.target import Target, follow, read_target

MALFORMED = [
    "",
    "example.org/a",
    "//example.org/",
    "http:///a",
    "http:example.org",
    "http:/example.org",
    "https:\\\\example.org",
    "ftp://example.org/",
    "gopher://example.org/",
    "HTTP+UNIX://example.org/",
    "http://user@example.org/",
    "http://user:word@example.org/",
    "http://@example.org/",
    "http://example.org:80@10.0.0.1/",
    "http://example.org\\@10.0.0.1/",
    "http://exam\tple.org/",
    "http://exam\nple.org/",
    "http://exam ple.org/",
    "http://exam\u200bple.org/",
    "http://exam\u00adple.org/",
    "http://example%2eorg/",
    "http://[::1%25eth0]/",
    "http://[::1/",
    "http://[example.org]/",
    "http://[127.0.0.1]/",
    "http://::1/",
    "http://example..org/",
    "http://.example.org/",
    "http://-example.org/",
    "http://example.org:port/",
    "http://example.org:0/",
    "http://example.org:65536/",
    "http://example.org:٨٠/",
    "http://example.org:25/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://1572395022/",
    "http://1.2.3.4.5/",
    "http://example.0x7f/",
    "http://" + "a" * 64 + ".org/",
    "http://" + "a." * 127 + "org/",
    "http://example.org/" + "a" * 5000,
    "http://example.org/" + "é" * 2000,
]
PRIVATE = [
    "http://127.0.0.1/",
    "http://10.0.0.1:22/",
    "http://[::1]:8080/",
    "http://[::ffff:93.184.215.14]/",
    "http://[64:ff9b::5db8:d70e]/",
    "http://①②⑦.０.０.１/",
    "http://127。0。0。1/",
    "http://127.0.0.1./",
    "http://localhost./",
    "http://LOCALHOST:8080/",
    "http://ｌｏｃａｌｈｏｓｔ/",
    "http://a.localhost/",
    "http://printer.local/",
    "http://metadata.google.internal/",
    "http://router.home.arpa/",
    "http://wiki.corp/",
    "http://kubernetes.default.svc/",
    "http://kubernetes.default.svc.cluster.local/",
    "http://web.service.consul/",
    "http://fritz.box/",
    "http://nas.fritz.box./",
    "http://intranet/",
    "http://abcdefghijklmnop.onion/",
]


@pytest.mark.parametrize("url", MALFORMED)
def test_what_could_be_read_in_two_ways_is_no_link(url: str) -> None:
    """Users, escapes, invisible characters, odd numbers, other schemes and ports, endless names."""
    with pytest.raises(FetchFailed) as caught:
        read_target(url, NOBODY)
    assert caught.value.why == "not a link"


@pytest.mark.parametrize("url", PRIVATE)
def test_what_is_private_by_its_name_is_refused_at_once(url: str) -> None:
    """Before any name server is asked."""
    with pytest.raises(FetchFailed) as caught:
        read_target(url, NOBODY)
    assert caught.value.why == "private"


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("HTTP://EXAMPLE.org", "http://example.org/"),
        ("http://example.org.:80/", "http://example.org/"),
        ("https://example.org:443?q=1#part", "https://example.org/?q=1"),
        (" https://bücher.example/ü?ä=ö \n", "https://xn--bcher-kva.example/%C3%BC?%C3%A4=%C3%B6"),
        ("http://example.org:8080/a b/<c>", "http://example.org:8080/a%20b/%3Cc%3E"),
        ("http://example.org/%E2%80%AE?a=%20&b=@127.0.0.1", "http://example.org/%E2%80%AE?a=%20&b=@127.0.0.1"),
        ("http://my_blog.example.org//a//b?", "http://my_blog.example.org//a//b?"),
        ("http://[2606:2800:21f:CB07:0:0:0:1]:8443/", "http://[2606:2800:21f:cb07::1]:8443/"),
        ("http://10.example/", "http://10.example/"),
        ("http://localhost.example.org/", "http://localhost.example.org/"),
        ("http://news.box/", "http://news.box/"),
        ("http://svc.example.org/", "http://svc.example.org/"),
        ("http://example.org/\\evil", "http://example.org/%5Cevil"),
    ],
)
def test_a_link_has_one_form(url: str, read: str) -> None:
    """Lower case, ASCII, no usual port, no fragment; a path that a request can hold."""
    assert read_target(url, NOBODY).url == read


ODD = st.sampled_from(
    ["http://", "https://", "//", "@", "\\", ":", "%", "[", "]", "127.0.0.1", "example.org", "?", "#", "/"]
)
URLS = (
    st.lists(ODD | st.text(string.ascii_letters + string.digits + ".。①\t \u200b-_é", max_size=5)).map("".join)
    | st.text()
)


@given(URLS | URLS.map(lambda rest: f"http://{rest}"))
@example("http://example.org\\@127.0.0.1/")
@example("http://\ud800.org/\udfff")
def test_whatever_is_read_is_public_and_reads_the_same_again(url: str) -> None:
    """One reading is the last one: no second parser could find something else in it."""
    try:
        target = read_target(url, NOBODY)
    except FetchFailed:
        return
    assert read_target(target.url, NOBODY) == target
    assert target.url.isascii()
    assert target.url.isprintable()
    assert not set(" \\@") & set(target.origin)
    assert target.address is None or is_public(target.address)


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/b", "https://example.org/b"),
        ("b?q", "https://example.org/a/b?q"),
        ("//example.net/b", "https://example.net/b"),
        ("http://example.net", "http://example.net/"),
        ("", "https://example.org/a/c"),
    ],
)
def test_a_redirect_is_read_against_the_page_that_it_stands_in(location: str, url: str) -> None:
    """RFC 3986, 5.2."""
    assert follow(Target("https", "example.org", 443, "/a/c"), location, NOBODY).url == url


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("file:///etc/passwd", "redirects"),
        ("http://[::1", "redirects"),
        ("http://a@example.org/", "redirects"),
        ("javascript:alert(1)", "redirects"),
        ("http://127.0.0.1/", "private"),
        ("//localhost/", "private"),
    ],
)
def test_a_redirect_leads_nowhere_else_than_a_link(location: str, why: str) -> None:
    """Another scheme, something malformed, or a private host."""
    with pytest.raises(FetchFailed) as caught:
        follow(Target("https", "example.org", 443, "/"), location, NOBODY)
    assert caught.value.why == why


@pytest.mark.parametrize(
    ("entry", "opened", "shut"),
    [
        ("rss.lan", "http://rss.lan/", "http://rss.lan:1200/"),
        ("rss:1200", "http://RSS:1200/feed", "http://rss/feed"),
        ("rss.lan:*", "http://rss.lan:9/", "http://rss.lan.evil.lan/"),
        ("10.0.0.0/24", "http://10.0.0.7:8080/", "http://10.0.1.7:8080/"),
        ("10.0.0.7:3000", "http://10.0.0.7:3000/", "http://10.0.0.7:3001/"),
        ("fd00::/8", "http://[fd12::1]/", "http://[fe80::1]/"),
        ("[fd00::5]:3000", "http://[fd00:0::5]:3000/", "http://[fd00::6]:3000/"),
    ],
)
def test_an_operator_opens_one_private_host_and_no_other(entry: str, opened: str, shut: str) -> None:
    """By name, address or network, at the ports of web sites or the one that is named."""
    policy = Policy(frozenset({entry}))
    assert read_target(opened, policy)
    for others, url in ((policy, shut), (NOBODY, opened)):
        with pytest.raises(FetchFailed):
            read_target(url, others)


@pytest.mark.parametrize("entry", ["", "a b", "http://rss.lan", "rss.lan:port", "a:b:c:1:x"])
def test_an_entry_that_is_no_host_is_an_error_of_the_operator(entry: str) -> None:
    """And is said at the start, not when a link fails."""
    with pytest.raises(ValueError, match="is no host"):
        Policy(frozenset({entry}))


@pytest.mark.parametrize("change", [{"proxy": "socks5://a"}, {"proxy": "proxy.lan:3128"}, {"user_agent": "Bücher/1"}])
def test_a_proxy_or_name_that_cannot_be_used_is_an_error_of_the_operator(change: dict[str, str]) -> None:
    """Without the address in it: it may hold a password."""
    with pytest.raises(ValueError, match="must be") as caught:
        Policy(**change)  # type: ignore[arg-type] # all of them are texts
    assert "socks5" not in str(caught.value)
