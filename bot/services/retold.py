"""Whether a text is an answer of ours that somebody copied: what we told is never a source.

Lines that only we write are told by their shape. One of those that nobody else would write is enough; of those that
others may write as well it takes two sorts, or two speakers with their marks above their words. What cannot be told is
a sentence or a quotation that somebody copied out alone: it is its source's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from sources.base import Reading, Retold

LONGEST = 4096
"""Characters of a line that is looked at: no message of ours is longer."""
MOST_LINES = 20_000
"""Lines of a text that are looked at."""
AROUND = re.compile(r"^[\s>*_│]+|(?<![\s*_])[\s*_]+$")
"""What a copy or a quotation puts around a line; the run at its end is tried from its beginning alone."""

DAY = r"\d{1,2} [A-Z][a-z]+ \d{4}"
MARK = r"\[\d{1,3}\]"
"""The last of a line's marks. No pattern has two stretches of any length: that takes time by the line's square."""
SURE = re.compile(
    "|".join(
        (
            # Heads: how old a source is, what is listed, told, compared or offered.
            rf"^newest (?:dated )?source: (?:date not stated; (?:added|read) |{DAY}, (?:\d|today|dated))",
            r"^(?:briefing|summary) of \d+ sources$",
            r"^(?:statements|figures|sources)(?: · .+)? · \d+(?: in all|, older ones left out)",
            r"^\d+ sources side by side(?: · |$)",
            rf"^\d+ sources?, (?:in order of publication where it is stated|the newest (?:of|taken in on) {DAY})",
            r"^new in \[\d+\]",
            r"^(?:\d+|no) sentences?, (?:\d+|no) statements?, (?:\d+|no) figures?$",
            # Entries: a source, a statement, its wordings, a figure and who gives it.
            rf"^\[\d+\] (?:taken in )?{DAY} · .",
            rf", date not stated\)$|\(publisher not stated, {DAY}\)$",
            rf"^(?:public|this chat only), since {DAY}$",
            r" \[\d+\] · (?:reported|rewritten)$|^speaker not named \[\d+\]",
            r"^\[\d+\] (?:words it(?:, without |:$)|reports it:$|quotes “|leaves out “)",
            r" — (?:the page names no source\b|whom the page calls )",
            r"^• by (?=.+: what ).+ said \[\d+\]$",
            r"^only in \[\d+\]",
            # Lines below: what is left out, put in or rewritten, and what can be done.
            r"/compare sets the sources side by side\.$",
            r"^a name in \[brackets\] is put in by us",
            r"^rewritten by a model \(.+\); \d+ of \d+ sentences? replaced",
            r"\[cut here; (?:the passage goes on in its source|/sources lists all)\]",
            r"^all [\d,]+ are done$|^[\d,]+ (?:not )?taken in$",
            r"^which source is not of story #\d|\bis now story #\d+, no longer of #\d|^take .+ out of story #\d+\?",
            r"^verbatim briefs you on news that you can check|^/brief - |^i keep what you give me to read:",
            r'"type": ?"TextQuoteSelector"',
        )
    ),
    re.IGNORECASE,
)
LIKELY = (
    re.compile(r"^(?:Briefing|Summary): .|^Stories(?: · the newest \d+)?$|^#\d+ .|^Page \d+ of \d+$"),
    re.compile(r"^(?:Who said what|Where sources (?:differ|agree)|Counted in several ways|Not confirmed|Denied)$"),
    re.compile(r"^(?:Figures|Statements)$|^\d+ sources?$"),
    re.compile(rf"^• .* {MARK}(?:, {DAY}|; |$)"),
)
"""Titles, headings of a briefing, other headings, a figure with its mark: others may write one of these."""
LISTED = re.compile(rf"^\d{{1,3}}\. (?=.+ \().+, {DAY}\)$")
MARKED = re.compile(rf" {MARK}$")
"""An entry of our list of sources, and what stands above it: a line with its marks."""
SPEAKER = re.compile(rf"[\w)’'\]](?: asks)? {MARK}$")
"""Who speaks, with the marks of the sources: no sentence ends like that."""
SPOKEN = ("“", "asked “")


def refuse_retold(reading: Reading) -> None:
    """Raises Retold for what we told before, be it pasted, saved to a file or put on a page."""
    if is_retold(reading.document.text) or (reading.kind != "html" and is_retold(reading.raw)):
        raise Retold(reading.document.key)


def is_retold(text: str) -> bool:
    """Whether a text holds an answer of ours, whole or a message of it."""
    lines = tuple(_lines(text))
    if any(SURE.search(line) for line in lines):
        return True
    speakers = _speakers(lines)
    sorts = sum(any(sort.search(line) for line in lines) for sort in (*LIKELY, LISTED))
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
    return sum(said.startswith(SPOKEN) and SPEAKER.search(head) is not None for head, said in pairwise(lines))
