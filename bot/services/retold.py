"""Whether a text is an answer of ours that somebody copied: what we told is never a source.

Lines that only we write are told by their shape and their words, in every language that we talk. One of those that
nobody else would write is enough; of those that others may write as well it takes two sorts, or two speakers with their
marks above their words. What cannot be told is a sentence or a quotation that somebody copied out alone: it is its
source's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, pairwise

from bot.services.retold_words import DAY, MARK, NUMBER, wording
from sources.base import Reading, Retold

LONGEST = 4096
"""Characters of a line that is looked at: no message of ours is longer."""
MOST_LINES = 20_000
"""Lines of a text that are looked at."""
AROUND = re.compile(r"^[\s>*_│]+|(?<![\s*_])[\s*_]+$")
"""What a copy or a quotation puts around a line; the run at its end is tried from its beginning alone."""

MARKED = re.compile(rf" {MARK}$")
LISTED = re.compile(rf"^\d{{1,3}}\. (?=.+ \().+, {DAY}\)$")
"""An entry of our list of sources, and what stands above it: a line with its marks, the last of which is enough.

No pattern has two stretches of any length: that takes time by the line's square.
"""
DESCRIBED = re.compile(rf"^(?!\d{{1,3}}\. )(?=.+ \().+, {DAY}\)$")
"""A source that is the only one: its number is left out."""
SPEAKER = re.compile(rf"[\w)’'\]](?: asks)? {MARK}$")
"""Who speaks, with the marks of the sources: no sentence ends like that."""


@cache
def begun() -> re.Pattern[str]:
    """How lines begin that nobody else writes: heads, entries, what stands below, as they stand in messages."""
    w = wording
    found = (
        f"{w('{n} sentence', 'no sentences')}, {w('{n} statement', 'no statements')}, {w('{n} figure', 'no figures')}"
    )
    lines = (
        w(
            "Newest source: date not stated; {added}",
            "Newest source: {day}, {ago}",
            "Newest dated source: {day}, {ago}",
        ),
        w("Briefing of {n} source", "Summary of {n} source", "Digest of {n} source") + "$",
        w("Statements", "Figures", "Sources", "Search")
        + f"(?: · .+)? · {w('{number} in all', '{number}, older ones left out')}",
        w("{n} source side by side") + "(?: · |$)",
        w("{n} source, in order of publication where it is stated, else of arrival"),
        w("{n} source") + ", " + w("the newest of {day}", "the newest taken in on {day}"),
        w("New in {sources}", "Only in {source}"),
        found + "$",
        "#"
        + NUMBER
        + " .{1,120}?: "
        + w("{n} new statement", "{n} new denial", "{n} new figure", "{n} figure changed: {values}"),
        w("Read {first}, and as it is now {last}.") + "$",
        w("Nothing new since {date}, {time}.", "Late: it was due at {time}."),
        w("I had this text already: {headline}", "A newer version of what I had: {headline}"),
        w("{preview}: what the next digest would tell now. What it tells counts as not told."),
        f"{MARK} (?:{w('taken in {day}')}|{DAY}) · .",
        w("public, since {day}", "this chat only, since {day}") + "$",
        w("Speaker not named") + f" {MARK}",
        w("{source} words it:", "{source} reports it:") + "$",
        w("{source} words it, without {words}:", "{source} quotes {words}", "{source} leaves out {words}"),
        f"• .{{1,200}}?{w('what {name} said')} {MARK}$",
        f"{NUMBER}: {w('sentence', 'statement', 'figure')} · ",
        w("Open the page at this sentence") + "$",
        w(
            "Several sources share {shared}. /compare sets the sources side by side.",
            "Several sources share {shared}; they differ in {n} figure. /compare sets the sources side by side.",
        ),
        w("A name in [brackets] is put in by us, from the same source, where the sentence has a pronoun."),
        w("Rewritten by a model ({model}); {replaced} of {n} sentence replaced by the sources’ own."),
        w("{n} more new source: /sources lists them.", "At least {n} more new source: /sources lists them."),
        w("Which source is not of story {story}?"),
        "verbatim briefs you on news that you can check|/brief - |i keep what you give me to read:",
    )
    return re.compile("|".join(lines), re.IGNORECASE)


@cache
def held() -> re.Pattern[str]:
    """What stands within lines that nobody else writes."""
    w = wording
    counted = f"{w('{n} statement', 'no statements')}, {w('{n} figure', 'no figures')}"
    parts = (
        rf", {w('date not stated')}\)$",
        rf"\({w('publisher not stated')}, {DAY}\)$",
        rf": {counted}(?:$|; )",
        rf"\[\d{{1,3}}\] · {w('reported', 'rewritten')}$",
        f" — (?:{w('the page names no source')}|{w('whom the page calls {name}')})",
        w("[cut here; it goes on in its source]", "[cut here; the passage goes on in its source]"),
        w("[cut here; /sources lists all]"),
        r'"type": ?"TextQuoteSelector"',
    )
    return re.compile("|".join(parts), re.IGNORECASE)


@cache
def likely() -> tuple[re.Pattern[str], ...]:
    """Titles, headings of a briefing, other headings, a figure with its mark: others may write one of these."""
    titles = wording("Briefing: {topic}", "Summary: {topic}", "Digest: {topics}")
    headings = wording(
        "Who said what",
        "Where sources differ",
        "Where sources agree",
        "Counted in several ways",
        "Not confirmed",
        "Denied",
    )
    stories = rf"{wording('Stories')}(?: · {wording('the newest')})?"
    return (
        re.compile(rf"^{titles}|^{stories}$|^#\d+ .|^{wording('Page {page} of {pages}')}$|^\(\d{{1,2}}/\d{{1,2}}\)$"),
        re.compile(rf"^{headings}$"),
        re.compile(rf"^{wording('Figures', 'Statements', '{n} source')}$"),
        re.compile(rf"^• .* {MARK}(?:, {DAY}|; |$)"),
    )


@cache
def _spoken() -> re.Pattern[str]:
    """What follows a speaker."""
    return re.compile(rf"“|{wording('asked “{question}”')}")


@cache
def _reported() -> re.Pattern[str]:
    return re.compile(rf" · {wording('reported')}$")


def refuse_retold(reading: Reading) -> None:
    """Raises Retold for what we told before, be it pasted, saved to a file or put on a page."""
    if is_retold(reading.document.text) or (reading.kind != "html" and is_retold(reading.raw)):
        raise Retold(reading.document.key)


def is_retold(text: str) -> bool:
    """Whether a text holds an answer of ours, whole or a message of it."""
    lines = tuple(_lines(text))
    if any(map(begun().match, lines)) or any(map(held().search, lines)) or _is_signed(lines):
        return True
    speakers = _speakers(lines)
    sorts = sum(any(map(sort.search, lines)) for sort in (*likely(), LISTED))
    cited = any(map(LISTED.search, lines)) and any(map(MARKED.search, lines))
    return cited or speakers > 1 or speakers + sorts > 1


def _lines(text: str) -> Iterator[str]:
    """The lines that say something, as we wrote them: without the marks of bold type, quotation and answers."""
    for line in islice(text.splitlines(), MOST_LINES):
        bare = AROUND.sub("", line.replace("**", "")) if len(line) <= LONGEST else ""
        if bare:
            yield bare


def _speakers(lines: Sequence[str]) -> int:
    """How many lines name a speaker with marks right above the words."""
    return sum(SPEAKER.search(head) is not None and _spoken().match(said) is not None for head, said in pairwise(lines))


def _is_signed(lines: Sequence[str]) -> bool:
    """Whether a quotation that is a line by itself has its source below it, or reported words have theirs."""
    named = [place for place, line in enumerate(lines) if DESCRIBED.search(line)]
    quoted = any(place and lines[place - 1][0] + lines[place - 1][-1] == "“”" for place in named)
    return quoted or (bool(named) and any(map(_reported().search, lines)))
