"""Turns of a transcript: the speaker before a colon, and what they say as units worth quoting."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from summarizer.types import Span, Spans

PARAGRAPH: Final = re.compile(r"\S(?:[^\n]*\S)?")
INTERVIEWER: Final = "QUESTION|Question|Q|INTERVIEWER|Interviewer|REPORTER|Reporter"
GENERIC: Final = (
    rf"{INTERVIEWER}|ANSWER|Answer|A|MODERATOR|Moderator|HOST|Host|OPERATOR|Operator|INTERPRETER|Interpreter"
    r"|PARTICIPANT|Participant|SPEAKER|Speaker|STAFF|AUDIENCE|Audience(?: member)?"
)
TITLE: Final = (
    "PRESIDENT|VICE PRESIDENT|PRIME MINISTER|SECRETARY|SECRETARY-GENERAL|UNDER SECRETARY|UNDERSECRETARY"
    "|ASSISTANT SECRETARY|DEPUTY SECRETARY|FOREIGN MINISTER|MINISTER|AMBASSADOR|SENATOR|SEN\\.|REP\\.|GOVERNOR|GOV\\."
    "|MAYOR|GENERAL|GEN\\.|ADMIRAL|COLONEL|CHANCELLOR|CHAIRMAN|CHAIRWOMAN|CHAIR|JUDGE|JUSTICE|MR\\.|MRS\\.|MS\\.|DR\\.|SIR"
)
WORD: Final = r"(?:(?:Mc|Mac|O['’])?[A-Z][A-Z'’-]+|[A-Z]\.)"
LABEL: Final = re.compile(
    rf"(?P<generic>(?:{GENERIC})(?:\s\d+)?)(?:\.|\s*:)\s"
    rf"|(?P<titled>(?:{TITLE})(?:\s{WORD}){{1,4}})(?:\s\([^)\n]*\))?\s*:\s"
    rf"|(?P<name>{WORD}(?:\s{WORD}){{0,3}})(?:,?\s\([^)\n]*\)|,\s[^:\n]{{1,60}})?\s*:\s"
    r"|(?P<plain>[A-Z][a-zà-ÿ]+(?:\s(?:[A-Z]\.|(?:Mc|Mac|O['’])?[A-Z][a-zà-ÿ'’-]+)){1,3})\s*:\s"
)
QUESTIONER: Final = re.compile(rf"(?:{INTERVIEWER})(?:\s\d+)?")
SENTENCE_END: Final = re.compile(r"[.?!…:—–-][\"”’')\]]*$")
COURTESY: Final = re.compile(
    r"(?:(?:good (?:morning|afternoon|evening|day)|thank(?:s| you)(?: (?:very|so) much)?|hello|hi|welcome|please|okay|ok"
    r"|yes|no|right|sure|all right|great|well|so|and|everyone|everybody|all|guys|folks|(?:mr|madam|mrs|ms|dr)\.? [\w’'-]+"
    r"|(?:mr|madam) (?:vice )?[\w-]+|sir|ma'am|ladies and gentlemen|again)[\s,.!?—–-]*)+",
    re.IGNORECASE,
)
VOCATIVE: Final = re.compile(
    r"(?:(?:Thank you|Thanks|Yes|Yeah|Well|Okay|So|And|Hi|Hello),\s+)*"
    r"(?:(?:Mr|Mrs|Ms|Madam|Mister|Dr)\.?\s+(?:Vice\s+)?[A-Z][\w’'-]+|Sir|Ma['’]am|Senator|Secretary|Ambassador|General)\s*[,—–]+\s*"
)
LEANS: Final = re.compile(
    r"(?:It|This|That|They|These|Those|He|She|But|And|So|Or|Because|Which|Therefore|Then|Also)(?:['’]\w+)?\b"
)
STAGE: Final = re.compile(r"[(\[][^()\[\]]*[)\]]\.?")
SHORT_WORDS, LONGEST_UNIT = 6, 6
FEWEST_TURNS = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: the label (without its colon), the paragraphs spoken, and whether the label is an interviewer's."""

    label: Span
    paragraphs: Spans
    question: bool

    @property
    def extent(self) -> Span:
        return Span(self.label.start, max([self.label.end, *(p.end for p in self.paragraphs)]))


def find_turns(text: str) -> tuple[Turn, ...]:
    """The turns of a transcript in order; empty when the text is none.

    A label opens its paragraph: a generic one (QUESTION, Q., MODERATOR), a title and a surname in capitals, or a name
    that speaks more than once while others do too. Paragraphs without a label go on with the turn before; one that
    does not end like a sentence (a page's footer) does not.
    """
    paragraphs = [Span(*match.span()) for match in PARAGRAPH.finditer(text)]
    labels = {p: m for p in paragraphs if (m := LABEL.match(text, p.start, p.end)) is not None}
    accepted = _accepted({p: _name(m) for p, m in labels.items()}, labels)
    return tuple(_turns(text, paragraphs, {p: m for p, m in labels.items() if _name(m) in accepted}))


def _name(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group is not None)


def _accepted(names: dict[Span, str], labels: dict[Span, re.Match[str]]) -> frozenset[str]:
    """Labels that are speakers: sure by their form, or speaking several times in alternation with another."""
    sure = {names[p] for p, m in labels.items() if m.lastgroup in {"generic", "titled"}}
    counts = Counter(names.values())
    repeated = {name for name, count in counts.items() if count > 1}
    alternating = len(repeated | sure) > 1
    accepted = sure | repeated if alternating else sure
    return frozenset(accepted) if sum(counts[name] for name in accepted) >= FEWEST_TURNS else frozenset()


def _turns(text: str, paragraphs: list[Span], labels: dict[Span, re.Match[str]]) -> Iterator[Turn]:
    label: Span | None = None
    spoken: list[Span] = []
    for paragraph in paragraphs:
        match = labels.get(paragraph)
        if match is not None:
            if label is not None:
                yield _turn(text, label, spoken)
            label = Span(match.start(), match.start() + len(_name(match)))
            spoken = [Span(match.end(), paragraph.end)] if match.end() < paragraph.end else []
        elif label is not None and SENTENCE_END.search(paragraph.of(text)):
            spoken.append(paragraph)
    if label is not None:
        yield _turn(text, label, spoken)


def _turn(text: str, label: Span, spoken: list[Span]) -> Turn:
    return Turn(label, tuple(spoken), QUESTIONER.fullmatch(label.of(text)) is not None)


def units_of(text: str, turn: Turn, sentences: Spans) -> tuple[Spans, ...]:
    """The turn's sentences in groups worth quoting alone, each group in order and inside one paragraph.

    A sentence that leans on the one before (it opens with a pronoun or a connective, or is very short) stays with it.
    Greetings, thanks, bare vocatives and stage directions are no part of any group.
    """
    groups: list[list[Span]] = []
    for paragraph in turn.paragraphs:
        fresh = True
        for sentence in _spoken(text, paragraph, sentences):
            if not fresh and len(groups[-1]) < LONGEST_UNIT and _leans(sentence.of(text)):
                groups[-1].append(sentence)
            else:
                groups.append([sentence])
            fresh = False
    return tuple(tuple(group) for group in groups)


def _spoken(text: str, paragraph: Span, sentences: Spans) -> Iterator[Span]:
    for sentence in sentences:
        start, end = max(sentence.start, paragraph.start), min(sentence.end, paragraph.end)
        while start < end and text[start].isspace():
            start += 1
        vocative = VOCATIVE.match(text, start, end)
        start = vocative.end() if vocative is not None else start
        if start < end and not COURTESY.fullmatch(text, start, end) and not STAGE.fullmatch(text, start, end):
            yield Span(start, end)


def _leans(sentence: str) -> bool:
    return LEANS.match(sentence) is not None or len(sentence.split()) <= SHORT_WORDS
