"""The links in what a person wrote, without the marks of the sentence around them."""

from __future__ import annotations

import re

# Up to a space, a bracket or quotation mark that never stands in an address, or the next link; full-width marks end a
# sentence without a space. Without a scheme only "www." or a path says that a name is meant to be a link.
END = r"""\s<>"“”„«»‘’、。，；！？「」『』（）【】《》"""
LINK = re.compile(
    rf"""(?:https?://|(?<![\w@./-])(?:www\.(?=\w)|(?=(?:[a-z0-9][a-z0-9-]{{0,62}}\.){{1,8}}[a-z]{{2,24}}/)))
    (?:(?!https?://)[^{END}]){{1,4096}}""",
    re.IGNORECASE | re.VERBOSE,
)
NAMED = re.compile(
    r"""(?P<host>(?P<address>\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]{2,45}\]|localhost)|(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24})
    (?P<port>:\d{1,5})?(?:[/?#]\S*)?""",
    re.IGNORECASE | re.VERBOSE,
)
"""A site, with or without what stands on it, that lacks a scheme."""
SCHEME = re.compile(r"[a-z][a-z0-9+.-]{1,30}:[a-z0-9/]\S*", re.IGNORECASE)
"""An address of any sort: ftp://..., javascript:..., http:// alone."""
CLOSING = frozenset(".,;:!?'*_~`|…")
PAIRS = {")": "(", "]": "[", "}": "{"}
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
FEW = 3
"""Words beside links that are hardly a text: "read this:", "and these two"."""
LONGEST = 100_000
"""Characters that are looked at: nobody writes a longer list of links by hand."""


def links_in(text: str) -> tuple[str, ...]:
    """The http(s) links of the first 100,000 characters, in order, each once; one without a scheme becomes https."""
    found = (_bare(match[0]) for match in LINK.finditer(text[:LONGEST]))
    return tuple(dict.fromkeys(_with_scheme(link) for link in found if LINK.fullmatch(link)))


def only_links(text: str) -> tuple[str, ...]:
    """The links, where there is hardly a word beside them; else none, as in a text that is too long to be a list."""
    if len(text) > LONGEST:
        return ()
    links = links_in(text)
    others = WORD.findall(LINK.sub(" ", text))
    return links if len(others) <= FEW else ()


def addresses_in(text: str) -> tuple[str, ...]:
    """What a text names that is nothing but addresses, also those that lack a scheme or are none of the web.

    Whoever opens them says what is wrong with them. None where one of the words is no address.
    """
    found = tuple(dict.fromkeys(map(_meant, text.split()))) if len(text) <= LONGEST else ()
    return found if all(found) else ()


def _meant(word: str) -> str:
    """The address that a word is, empty if it is none; what runs at a port or a bare address has no certificate."""
    bare = _bare(word)
    if site := NAMED.fullmatch(bare):
        return f"http://{bare}" if site["address"] or site["port"] else f"https://{bare}"
    return bare if SCHEME.fullmatch(bare) else ""


def _bare(link: str) -> str:
    """Without the sentence's marks at its end: "(a.org/b)." and not "a.org/b_(c)"."""
    end = len(link)
    spare = {closing: link.count(closing) - link.count(opening) for closing, opening in PAIRS.items()}
    while end and (link[end - 1] in CLOSING or spare.get(link[end - 1], 0) > 0):
        end -= 1
        spare[link[end]] = spare.get(link[end], 0) - 1
    return link[:end]


def _with_scheme(link: str) -> str:
    return link if re.match("https?://", link, re.IGNORECASE) else f"https://{link}"
