"""The words of what a feed gives as HTML: titles without markup, and what a reader would read of a text."""

from __future__ import annotations

import html
import re

from sources.cleaning.characters import tidy_characters

LONGEST_TITLE = 500
LONGEST_MARKUP = 8_000  # of a title or a name; to look for tags in more of it takes seconds
UNREAD = re.compile(r"<!--.*?-->|<(script|style)\b[^<>]*>.*?</\1\s*>|<!\[CDATA\[|\]\]>", re.DOTALL | re.IGNORECASE)
BREAK = re.compile(r"</?(?:br|p|div|li|ul|ol|td|th|tr|h[1-6]|hr|blockquote|section|article)\b[^<>]*>", re.IGNORECASE)
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
WORD = re.compile(r"\w+(?:['’]\w+)*")


def title_of(markup: str | None) -> str | None:
    """A title or a name on one line without its markup, at most 500 characters; None where nothing is left.

    Markup is looked for twice, because feeds escape twice. A "<" that opens no tag is a less-than sign and stays.
    """
    once = html.unescape(_untagged((markup or "")[:LONGEST_MARKUP]))
    words = " ".join(tidy_characters(html.unescape(_untagged(once))).split())
    return (words if len(words) <= LONGEST_TITLE else f"{words[: LONGEST_TITLE - 1].rstrip()}…") or None


def _untagged(markup: str) -> str:
    return TAG.sub("", BREAK.sub(" ", UNREAD.sub(" ", markup)))


def text_of(markup: str) -> str:
    """What a reader would read of some HTML, on one line."""
    if "<" not in markup:
        return " ".join(html.unescape(markup).split())
    from lxml import etree  # noqa: PLC0415 - start-up stays small
    from lxml import html as lxml_html  # noqa: PLC0415 - start-up stays small

    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml_html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # nothing but a comment
        return ""
    etree.strip_elements(tree, "script", "style", "template", with_tail=False)
    return " ".join(" ".join(tree.itertext()).split())


def words_of(text: str) -> str:
    """The words alone, in small letters, a space apart: the same for two texts that differ in their marks."""
    return " ".join(WORD.findall(text.casefold()))
