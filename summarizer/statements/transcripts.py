"""Turns of a transcript: the speaker before a colon, and what they say as units worth quoting."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from summarizer.types import Span, Spans

PARAGRAPH: Final = re.compile(r"\S(?:[^\n]*\S)?")
INTERVIEWER: Final = "QUESTION|Question|Q"
CHAIR: Final = "MODERATOR|Moderator|HOST|Host|INTERVIEWER|Interviewer|REPORTER|Reporter|AUDIENCE|Audience(?: member)?"
GENERIC: Final = (
    rf"{INTERVIEWER}|{CHAIR}|ANSWER|Answer|A|OPERATOR|Operator|INTERPRETER|Interpreter"
    r"|PARTICIPANT|Participant|SPEAKER|Speaker|STAFF"
)
TITLE: Final = (
    r"(?:VICE |DEPUTY |ASSISTANT |UNDER |PRIME |FOREIGN )?(?:PRESIDENT|MINISTER|SECRETARY(?:-GENERAL)?|UNDERSECRETARY)"
    r"|AMBASSADOR|SENATOR|SEN\.|REP\.|GOVERNOR|GOV\.|MAYOR|GENERAL|GEN\.|ADMIRAL|COLONEL|CHANCELLOR|CHAIR(?:MAN|WOMAN)?"
    r"|JUDGE|JUSTICE|MR\.|MRS\.|MS\.|DR\.|SIR"
)
WORD: Final = r"(?:(?:Mc|Mac|O['’])?[A-Z][A-Z'’-]+|[A-Z]\.)"
MIXED: Final = r"(?:[A-Z]\.|(?:Mc|Mac|O['’])?[A-Z][a-zà-ÿ'’-]+)"
LABEL: Final = re.compile(
    rf"(?P<generic>(?:{GENERIC})(?:\s\d+)?)(?:(?<=\b[QA])\.|\s*:)\s"
    rf"|(?P<titled>(?:{TITLE})(?:\s{WORD}){{1,4}})(?:\s\([^)\n]*\))?\s*:\s"
    rf"|(?P<name>{WORD}(?:\s{WORD}){{0,3}})(?:,?\s\([^)\n]*\)|,\s[^:\n]{{1,60}})?\s*:\s"
    rf"|(?P<plain>(?:[A-Z][a-z-]+\s(?:[a-z-]+\s){{1,4}})?{MIXED}(?:\s{MIXED}){{0,3}})\s*:\s"
)
QUESTIONER: Final = re.compile(rf"(?:{INTERVIEWER})(?:\s\d+)?")
CHAIRING: Final = re.compile(rf"(?:{CHAIR})(?:\s\d+)?")
NO_SPEAKERS: Final = frozenset(
    """WARNING NOTE UPDATE UPDATED BREAKING RELATED PHOTO PHOTOS VIDEO WATCH READ MORE LIVE CORRECTION EXCLUSIVE OPINION
    ANALYSIS SOURCE SOURCES SUMMARY IMAGE CREDIT FILE LATEST STORIES GRAPHIC CONTACT TOPICS TAGS KEY WHY WHAT HOW WHEN
    WHERE THE""".split()
)
SENTENCE_END: Final = re.compile(r"[.?!…:—–-][\"”’')\]]*$")
COURTESY: Final = re.compile(
    r"(?:(?:good (?:morning|afternoon|evening|day)|thank(?:s| you)(?: (?:very|so) much)?|hello|hi|welcome|please"
    r"|ok|okay|yes|no|right|sure|great|well|so|and|everyone|everybody|all|guys|folks|(?:mr|mrs|ms|dr|madam)\.? [\w’'-]+"
    r"|sir|ma'am|ladies and gentlemen|again)[\s,.!?—–-]+)+",
    re.IGNORECASE,
)
VOCATIVE: Final = re.compile(
    r"(?:(?:Thank you|Thanks|Yes|Yeah|Well|Okay|So|And|Hi|Hello),\s+){0,3}"
    r"(?:(?:Mr|Mrs|Ms|Madam|Mister|Dr)\.?\s+(?:Vice\s+)?[A-Z][\w’'-]+|Sir|Ma['’]am|Senator|Secretary|Ambassador|General)"
    r"\s*[,—–]+\s*"
)
LEANS: Final = re.compile(
    r"(?:It|This|That|They|These|Those|He|She|But|And|So|Or|Because|Which|Therefore|Then|Also)(?:['’]\w+)?\b"
)
STAGE: Final = re.compile(r"[(\[][^()\[\]]*[)\]]\.?")
CLOSING: Final = "\"”’')]"
INTERVIEWED: Final = re.compile(
    r"\b(?:(?:interview|conversation|Q\s?&\s?A|Q and A|questions? (?:to|for)|chat) (?:with|for)"
    r"|(?:talks?|talked|spoke|speaks|chatted|sat down|sits down|caught up) (?:to|with)|interviewed|asked)\s"
    r"(?:[^\n.!?]{0,60}\s)?$",
    re.IGNORECASE,
)
INTERVIEWED_BEHIND: Final = re.compile(
    r"(?:,[^\n.!?]{2,80},)?\s"
    r"(?:talks|talked|spoke|speaks|sat down|answered|answers|discusses|discussed|explains|reflects)\b"
)
AUTHOR: Final = re.compile(
    r"\b(?:by|photos?|edited|photographed|our|reporter|correspondent|editor)(?:\sby)?:?\s(?:\S+\s)?$", re.IGNORECASE
)
SHORT_WORDS, LONGEST_UNIT, LONGEST_COURTESY = 6, 6, 80
FEWEST_TURNS = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: the label without its colon, and the paragraphs spoken."""

    label: Span
    paragraphs: Spans

    @property
    def extent(self) -> Span:
        return Span(self.label.start, max([self.label.end, *(p.end for p in self.paragraphs)]))


def find_turns(text: str) -> tuple[Turn, ...]:
    """The turns of a transcript in order; empty when the text is none.

    A label opens its paragraph: a generic one (QUESTION, Q., MODERATOR), a title and a surname in capitals, or a name
    whose surname speaks more than once while others do too. Paragraphs without a label go on with the turn before;
    one that does not end like a sentence (a page's footer) does not.
    """
    paragraphs = [Span(*match.span()) for match in PARAGRAPH.finditer(text)]
    labels = {p: m for p in paragraphs if (m := LABEL.match(text, p.start, p.end)) is not None}
    accepted = _accepted(labels, paragraphs)
    turns = tuple(_turns(text, paragraphs, {p: m for p, m in labels.items() if _name(m) in accepted}))
    if turns and all(len(turn.paragraphs) <= 1 for turn in turns[:-1]):
        # Where every turn is one paragraph, what follows the last one is the page's, not the speaker's.
        return (*turns[:-1], Turn(turns[-1].label, turns[-1].paragraphs[:1]))
    return turns


def _name(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group is not None)


def _accepted(labels: dict[Span, re.Match[str]], paragraphs: list[Span]) -> frozenset[str]:
    """Labels that are speakers: sure by their form, or names that take turns and fill the rest of the text."""
    names = {p: _name(m) for p, m in labels.items() if not NO_SPEAKERS & set(_name(m).upper().split())}
    sure = {name for p, name in names.items() if labels[p].lastgroup in {"generic", "titled"}}
    if not any(QUESTIONER.fullmatch(name) for name in sure):
        sure -= {"A", "Answer", "ANSWER"}
    counts = Counter(names.values())
    surnames = Counter(name.rsplit(None, 1)[-1] for name in names.values())
    repeated = {name for name in counts if surnames[name.rsplit(None, 1)[-1]] > 1}
    first = min(names, default=None)
    following = len(paragraphs) - paragraphs.index(first) if first is not None else 0
    fills = 2 * sum(counts[name] for name in repeated) >= following
    accepted = sure | repeated if len(repeated | sure) > 1 and (sure or fills) else sure
    return frozenset(accepted) if sum(counts[name] for name in accepted) >= FEWEST_TURNS else frozenset()


def _turns(text: str, paragraphs: list[Span], labels: dict[Span, re.Match[str]]) -> Iterator[Turn]:
    label: Span | None = None
    spoken: list[Span] = []
    for paragraph in paragraphs:
        match = labels.get(paragraph)
        if match is not None:
            if label is not None:
                yield Turn(label, tuple(spoken))
            label = Span(match.start(), match.start() + len(_name(match)))
            spoken = [Span(match.end(), paragraph.end)] if match.end() < paragraph.end else []
        elif label is not None and SENTENCE_END.search(paragraph.of(text)):
            spoken.append(paragraph)
    if label is not None:
        yield Turn(label, tuple(spoken))


def is_question(text: str, turn: Turn, unit: Spans) -> bool:
    """Whether a unit is a question: all that QUESTION says, and what a moderator or host ends with a question mark."""
    label = turn.label.of(text)
    if CHAIRING.fullmatch(label):
        return text[unit[-1].start : unit[-1].end].rstrip("\"”’'").endswith("?")
    return QUESTIONER.fullmatch(label) is not None


def question_before(text: str, turns: Sequence[Turn], unit: Span) -> Span | None:
    """The question that a unit of an answer answers: what is asked in the turn right before; None if nothing is.

    `turns` are the text's, in order. A unit that stands in a question itself has no question before it, and one
    that stands in a later paragraph of the answer speaks for itself.
    """
    place = bisect_right(turns, unit.start, key=lambda turn: turn.extent.start) - 1
    if place < 1 or not turns[place].extent.covers(unit):
        return None
    asked, answer = turns[place - 1], turns[place]
    if not _asks(text, asked) or _is_questioner(text, answer) or not answer.paragraphs[0].overlap(unit):
        return None
    words = text[asked.paragraphs[0].start : asked.paragraphs[-1].end]
    return Span(asked.paragraphs[-1].end - len(words.lstrip()), asked.paragraphs[-1].end)


def _is_questioner(text: str, turn: Turn) -> bool:
    return QUESTIONER.fullmatch(turn.label.of(text)) is not None


def _asks(text: str, turn: Turn) -> bool:
    """Whether a turn is a question by its label, or, whoever speaks, by the question mark that it ends with."""
    if not turn.paragraphs:
        return False
    return _is_questioner(text, turn) or turn.paragraphs[-1].of(text).rstrip(CLOSING).endswith("?")


def find_interviewee(text: str, names: Sequence[tuple[Span, str]]) -> str | None:
    """Who answers in an interview of "Q." and "A.": the one person whom the text before the first turn names so.

    `names` are the full names of people in the text with their places. Whoever is told to be interviewed ("An
    interview with ...") is it; without such words the only person named there, its author left out; else None.
    """
    turns = find_turns(text)
    if not turns:
        return None
    before = [(span, name) for span, name in names if span.end <= turns[0].label.start]
    people = {name for span, name in before if not AUTHOR.search(text, max(0, span.start - 40), span.start)}
    told = {name for span, name in before if name in people and _is_interviewed(text, span)}
    for known in (told, people):
        if known:
            return known.pop() if len(known) == 1 else None
    return None


def _is_interviewed(text: str, span: Span) -> bool:
    before = INTERVIEWED.search(text, max(0, span.start - 100), span.start)
    return before is not None or INTERVIEWED_BEHIND.match(text, span.end) is not None


def units_of(text: str, turn: Turn, sentences: Spans) -> tuple[Spans, ...]:
    """The turn's sentences in groups worth quoting alone, each group in order and inside one paragraph.

    `sentences` are the text's, in order. A sentence that leans on the one before (it opens with a pronoun or a
    connective, or is very short) stays with it. Greetings, thanks, bare vocatives and stage directions are in no group.
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
    first = bisect_right(sentences, paragraph.start, key=lambda s: s.end)
    for sentence in sentences[first : bisect_left(sentences, paragraph.end, key=lambda s: s.start)]:
        start, end = max(sentence.start, paragraph.start), min(sentence.end, paragraph.end)
        while start < end and text[start].isspace():
            start += 1
        vocative = VOCATIVE.match(text, start, end)
        start = vocative.end() if vocative is not None else start
        if start < end and _says_something(text[start:end]):
            yield Span(start, end)


def _says_something(sentence: str) -> bool:
    """Neither a courtesy ("Good morning, everyone."), nor a stage direction ("(Applause.)"), nor mere marks."""
    if len(sentence) <= LONGEST_COURTESY and COURTESY.fullmatch(sentence + " "):
        return False
    return STAGE.fullmatch(sentence) is None and any(character.isalpha() for character in sentence)


def _leans(sentence: str) -> bool:
    return LEANS.match(sentence) is not None or len(sentence.split()) <= SHORT_WORDS
