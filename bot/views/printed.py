"""A briefing as one HTML page to keep or print: each cited passage leads to its place in the source, marked there.

blocks -> their cited passages, by document -> the blocks, each passage a link -> the sources in full, the same marked

The page needs nothing from anywhere: no script, no font, no picture.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from itertools import pairwise

from babel.dates import format_datetime

from bot.views.citations import headline
from bot.views.language import locale, spoken, tr
from bot.views.rich import Mark, Rich
from summarizer.types import Document, Span

STYLE = """
:root { color-scheme: light dark; }
body { font: 1.05rem/1.55 Georgia, "Times New Roman", serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.25rem; margin-top: 2.5rem; }
.made, .about { font: .9rem/1.4 system-ui, sans-serif; }
.quote { display: block; border-left: 3px solid; padding-left: .8rem; margin: .3rem 0; }
a { color: inherit; text-decoration: underline dotted; text-underline-offset: .2em; }
a[href^="http"] { text-decoration: underline; }
mark { color: #000; background: #ffe98a; border-bottom: 2px solid #a87900; }
:target + mark, mark:target { outline: 3px solid #a87900; }
article { border-top: 1px solid; margin-top: 2rem; overflow-wrap: anywhere; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } article { break-inside: auto; }
  h2, h3 { break-after: avoid; } mark { background: none; text-decoration: underline; } }
""".strip()
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

NUMBERED = re.compile(r"\[(\d+)\]")
"""The mark of a source, which leads to it."""

Passages = Mapping[str, Sequence[Span]]


def page(blocks: Sequence[Rich], documents: Sequence[Document], made: datetime) -> str:
    """The whole page; the first block is its title, `documents` are shown in full, numbered from 1 as in the blocks."""
    numbers = {document.key: number for number, document in enumerate(documents, start=1)}
    passages = _passages(blocks, numbers)
    title, *others = blocks
    when = tr("Made {moment}.", moment=format_datetime(made, "d MMMM y, HH:mm z", locale=locale()))
    how = tr("Every underlined passage leads to its place in the source below, where it stands to the letter.")
    texts = (_source(numbers[each.key], each, passages[each.key]) for each in documents)
    return "\n".join(
        (
            f'<!doctype html>\n<html lang="{spoken()}">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{_text(title.text)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>",
            f'<h1 dir="auto">{_rich(title, numbers)}</h1>\n<p class="made">{_text(when)} {_text(how)}</p>',
            *(f'<p dir="auto">{_rich(block, numbers)}</p>' for block in others),
            f"<h2>{_text(tr('The sources in full'))}</h2>",
            *texts,
            "</main>\n</body>\n</html>\n",
        )
    )


def _passages(blocks: Iterable[Rich], numbers: Mapping[str, int]) -> Passages:
    """What is cited of each document, in its order."""
    found: dict[str, set[Span]] = defaultdict(set)
    for mark in (mark for block in blocks for mark in block.marks):
        if mark.document and mark.span and mark.document.key in numbers:
            found[mark.document.key].add(mark.span)
    return defaultdict(tuple, {key: tuple(sorted(spans)) for key, spans in found.items()})


def _rich(rich: Rich, numbers: Mapping[str, int]) -> str:
    """The text with its marks as elements; where marks overlap, each stretch carries all of its own."""
    quotes = sorted((mark.start, mark.end) for mark in rich.marks if mark.kind in {"quote", "long_quote"})
    shown, at = "", 0
    for start, end in quotes:
        quoted = _stretches(rich, max(at, start), end, numbers)
        shown += _stretches(rich, at, start, numbers) + f'<span class="quote">{quoted}</span>'
        at = max(at, end)
    return shown + _stretches(rich, at, len(rich.text), numbers)


def _stretches(rich: Rich, start: int, end: int, numbers: Mapping[str, int]) -> str:
    inside = (edge for mark in rich.marks for edge in (mark.start, mark.end) if start < edge < end)
    edges = sorted({start, *inside, end}) if start < end else []
    return "".join(_stretch(rich, *stretch, numbers) for stretch in pairwise(edges))


def _stretch(rich: Rich, start: int, end: int, numbers: Mapping[str, int]) -> str:
    over = [mark for mark in rich.marks if mark.start <= start and mark.end >= end]
    shown = _text(rich.text[start:end]).replace("\n", "<br>\n")
    kinds = {mark.kind for mark in over}
    for kind, element in (("bold", "strong"), ("italic", "em")):
        if kind in kinds:
            shown = f"<{element}>{shown}</{element}>"
    if address := _address(over, numbers):
        return f'<a href="{escape(address)}">{shown}</a>'
    return NUMBERED.sub(r'<a href="#s\1">[\1]</a>', shown) if "chrome" in kinds else shown


def _address(over: Sequence[Mark], numbers: Mapping[str, int]) -> str | None:
    """Where a stretch leads: a passage to its place below, anything else to the address that it has, if on the web."""
    for mark in over:
        if mark.document and mark.span and mark.document.key in numbers:
            return f"#{_anchor(numbers[mark.document.key], mark.span.start)}"
    web = (mark.url for mark in over if mark.url and mark.url.startswith(("https://", "http://")))
    return next(web, None)


def _source(number: int, document: Document, passages: Sequence[Span]) -> str:
    name = headline(document).text
    link = document.url if document.url and document.url.startswith(("https://", "http://")) else None
    about = [
        document.publisher or tr("publisher not stated"),
        document.byline or "",
        format_datetime(document.published, "d MMMM y", locale=locale()) if document.published else "",
        f'<a href="{escape(link)}" rel="noreferrer">{_text(link)}</a>' if link else "",
    ]
    facts = " · ".join(part if part.startswith("<a ") else _text(part) for part in about if part)
    text = "\n".join(_paragraphs(number, document.text, passages))
    return (
        f'<article id="s{number}">\n<h3 dir="auto">{number}. {_text(name)}</h3>\n<p class="about">{facts}</p>\n'
        f"{text}\n</article>"
    )


def _paragraphs(number: int, text: str, passages: Sequence[Span]) -> Iterator[str]:
    """The text, a line a paragraph, with an anchor where each passage begins and all of them marked."""
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        if line.strip():
            yield f'<p dir="auto">{_marked(number, text, Span(at, end), passages)}</p>'
        at = end + 1


def _marked(number: int, text: str, line: Span, passages: Sequence[Span]) -> str:
    inside = [each for each in passages if each.overlap(line)]
    within = (min(max(edge, line.start), line.end) for passage in inside for edge in (passage.start, passage.end))
    edges = sorted({line.start, line.end, *within})
    shown = ""
    for start, end in pairwise(edges):
        if any(each.start == start for each in inside):
            shown += f'<span id="{_anchor(number, start)}"></span>'
        piece = _text(text[start:end])
        shown += f"<mark>{piece}</mark>" if any(each.start <= start and each.end >= end for each in inside) else piece
    return shown


def _anchor(number: int, start: int) -> str:
    return f"s{number}-{start}"


def _text(text: str) -> str:
    """As HTML shows it: control characters, which it has not, as the sign for what cannot be shown."""
    return escape("".join(c if c >= " " or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text))
