"""Made news: documents about stories, in words as rare and as frequent as those of a language, with who says what.

Not the model's work: where statements and figures stand is known, since the sentences are made around them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

import numpy as np

from summarizer.types import Analysis, Document, Figure, Span, Speaker, Statement, Vectors

WORDS, SPEAKERS, PUBLISHERS, CHATS, DIMENSIONS = 50_000, 5_000, 400, 200, 384
FROM, DAYS = datetime(2024, 1, 1, tzinfo=UTC), 730
STATEMENTS = 16.6
"""What a document has on average: so many make the number that is asked for."""
LONGEST_STORY = 60
OF_CHATS = 0.1
"""How much of all was brought by a chat alone."""
NEWER = 0.01
"""How much of all took the place of the one before it in its story."""
COMMON = (
    "the of and to in a that for is on was with as it by at from be has have an are were will its this not their he had"
    " but they who after more about would which been or one we his all up out there over people when two no if can new"
    " year last also first could time into than before she her him while most some other only between against during"
).split()
ROLES = tuple(
    "Mayor;Finance Minister;Senator;President;Governor;Prime Minister;General;Secretary;Dr;Chief Executive;"
    "Defence Minister;Spokesman;Police Chief;Ambassador".split(";")
)
UNITS = ("people", "houses", "children", "soldiers", "schools", "dollars", "cars", "patients")
EVENTS = ("crossed", "reached", "left", "passed", "hit", "damaged")


@dataclass(frozen=True, slots=True)
class Made:
    """A document as it is stored, when it came, who brought it (None: everybody), its story, what it replaces."""

    analysis: Analysis
    added: datetime
    chat: int | None
    story: int
    replaces: int | None


@dataclass(frozen=True)
class World:
    """What all documents are made of; the same for the same seed."""

    seed: int = 10
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "chance", random.Random(self.seed))  # noqa: S311 - the same store every time

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Most frequent first: those that stand everywhere, then made ones, no two alike."""
        chance, made = random.Random(self.seed), dict.fromkeys(COMMON)  # noqa: S311 - as above
        while len(made) < WORDS:
            syllables = chance.choices("bdfgklmnprstvz", k=chance.choice((2, 2, 3, 3, 4)))
            made["".join(each + chance.choice("aeiou") for each in syllables) + chance.choice("nrslt")] = None
        return tuple(made)

    @cached_property
    def speakers(self) -> tuple[Speaker, ...]:
        """Those who speak most first; surnames are shared by some."""
        names = [word.capitalize() for word in self.words[1_000:3_500]]
        chance, found = random.Random(self.seed + 1), dict[str, Speaker]()  # noqa: S311 - as above
        while len(found) < SPEAKERS:
            name = f"{chance.choice(names[:400])} {chance.choice(names[400:])}"
            found[name] = Speaker(name, chance.choice(ROLES))
        return tuple(found.values())

    @cached_property
    def publishers(self) -> tuple[str, ...]:
        """Those of most documents first."""
        return tuple(f"The {word.capitalize()} Gazette" for word in self.words[4_000 : 4_000 + PUBLISHERS])


@dataclass(frozen=True, slots=True)
class Story:
    """A story that goes on: its words, where its vectors lie, whose it is, and when its documents come."""

    number: int
    words: tuple[str, ...]
    centre: Vectors
    chat: int | None
    speakers: tuple[Speaker, ...]
    moments: tuple[datetime, ...]


def zipf(chance: np.random.Generator, ranks: int, size: int) -> list[int]:
    """Numbers from 0 on, each as frequent as its rank says."""
    bounds = _bounds(ranks)
    found: list[int] = np.searchsorted(bounds, chance.random(size)).tolist()
    return found


def made(documents: int, world: World) -> Iterator[Made]:
    """So many documents in the order in which they came; stories stand in one another's way, as in the news."""
    chance = np.random.default_rng(world.seed)
    stories = _stories(documents, world, chance)
    events = sorted((moment, number) for number, story in enumerate(stories) for moment in story.moments)
    last: dict[int, int] = {}
    for place, (moment, number) in enumerate(events, 1):
        story = stories[number]
        replaces = last.get(number) if chance.random() < NEWER else None
        last[number] = place
        yield Made(_document(story, moment, world, chance, place), moment, story.chat, number, replaces)


def near(world: World, documents: int, number: int) -> Vectors:
    """A unit vector about the story of that number."""
    stories = _stories(documents, world, np.random.default_rng(world.seed))
    return stories[number % len(stories)].centre


def _stories(documents: int, world: World, chance: np.random.Generator) -> list[Story]:
    found: list[Story] = []
    left = documents
    while left > 0:
        size = min(left, LONGEST_STORY, int(chance.pareto(1.1)) + 1)
        begin = FROM + timedelta(days=float(chance.random() * DAYS))
        after = sorted(float(hours) for hours in chance.exponential(20.0, size))
        chat = -1_000 - int(chance.integers(CHATS)) if chance.random() < OF_CHATS else None
        words = tuple(world.words[n] for n in chance.integers(len(COMMON), 20_000, 25))
        people = tuple(world.speakers[n] for n in zipf(chance, SPEAKERS, 8))
        moments = tuple(begin + timedelta(hours=hours) for hours in after)
        found.append(Story(len(found), words, _unit(chance.normal(size=DIMENSIONS)), chat, people, moments))
        left -= size
    return found


def _document(story: Story, moment: datetime, world: World, chance: np.random.Generator, place: int) -> Analysis:
    sentences = int(chance.integers(15, 26))
    drawn = iter([world.words[n] for n in zipf(chance, WORDS, 30 * sentences)])
    own = iter(chance.integers(len(story.words), size=30 * sentences).tolist())
    mixed = iter((chance.random(30 * sentences) < 0.12).tolist())

    def talk(count: int) -> str:
        return " ".join(story.words[next(own)] if next(mixed) else next(drawn) for _ in range(count))

    kinds = chance.random(sentences).tolist()
    lengths = chance.integers(9, 20, sentences).tolist()
    said = chance.integers(len(story.speakers), size=sentences).tolist()
    counts = chance.integers(100, 9_999, sentences).tolist()
    lines: list[tuple[str, str, Speaker | None, int]] = []
    for kind, length, who, count in zip(kinds, lengths, said, counts, strict=True):
        speaker = story.speakers[who]
        lines.append(_line(kind, talk(length), speaker, count))
    title = talk(6).capitalize()
    text = "\n\n".join((title, *(line for _, line, _, _ in lines)))
    publisher = world.publishers[zipf(chance, PUBLISHERS, 1)[0]]
    url = f"https://www.{publisher.split()[1].lower()}.example/{place}"
    document = Document.make(
        text, title=title, publisher=publisher, url=url, published=moment, headings=(Span(0, len(title)),)
    )
    return _analysis(document, lines, story, chance)


def _line(kind: float, words: str, speaker: Speaker, count: int) -> tuple[str, str, Speaker | None, int]:
    first = words[0].upper() + words[1:]
    if kind < 0.5:
        return "direct", f"“{first},” said {speaker.role} {speaker.name}.", speaker, 0
    if kind < 0.83:
        return "indirect", f"{speaker.role} {speaker.name} said that {words}.", speaker, 0
    if kind < 0.93:
        unit, event = UNITS[count % len(UNITS)], EVENTS[count % len(EVENTS)]
        return "figure", f"At least {count:,} {unit} {event} {words}.", None, count
    return "plain", f"{first}.", None, 0


def _analysis(
    document: Document, lines: list[tuple[str, str, Speaker | None, int]], story: Story, chance: np.random.Generator
) -> Analysis:
    noise = chance.standard_normal((len(lines), DIMENSIONS), dtype=np.float32) / np.float32(np.sqrt(DIMENSIONS))
    vectors = np.float32(0.75) * story.centre + np.float32(0.66) * noise
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    statements, figures, spans = list[Statement](), list[Figure](), list[Span]()
    at = len(document.title or "") + 2
    for place, (kind, line, speaker, count) in enumerate(lines):
        span = Span(at, at + len(line))
        spans.append(span)
        if speaker is not None:
            statements.append(_statement(document, span, line, kind, speaker))
        if count:
            figures.append(_figure(document, span, line, count, vectors[place]))
        at += len(line) + 2
    ranking = tuple(chance.permutation(len(lines)).tolist())
    return Analysis(document, "4", "minilm", "en", tuple(spans), ranking, tuple(statements), tuple(figures), vectors)


def _statement(document: Document, span: Span, line: str, kind: str, speaker: Speaker) -> Statement:
    def cut(piece: str, start: int = 0) -> Span:
        begin = span.start + line.index(piece, start)
        return Span(begin, begin + len(piece))

    source = cut(f"{speaker.role} {speaker.name}")
    if kind == "direct":
        end = line.index(",”")
        content, cue = Span(span.start + 1, span.start + end), cut("said", end)
        return Statement(document, "direct", (content,), (source,), (cue,), speaker, span)
    begin = line.index(" said that ")
    content, cue = Span(span.start + begin + 11, span.end - 1), cut("said", begin)
    return Statement(document, "indirect", (content,), (source,), (cue,), speaker, span)


def _figure(document: Document, span: Span, line: str, count: int, vector: Vectors) -> Figure:
    words = line.split(" ")
    number = span.start + len("At least ")
    shown = len(words[2])
    unit = Span(number + shown + 1, number + shown + 1 + len(words[3]))
    event = Span(unit.end + 1, unit.end + 1 + len(words[4]))
    return Figure(
        document, Span(number, number + shown), float(count), words[3], "at_least", "count", unit, None, None, span,
        event=event, meaning=vector,
    )  # fmt: skip


def _unit(vector: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Vectors:
    return (vector / np.linalg.norm(vector)).astype(np.float32)


_BOUNDS: dict[int, Vectors] = {}


def _bounds(ranks: int) -> Vectors:
    if ranks not in _BOUNDS:
        weights = 1 / np.arange(1, ranks + 1)
        _BOUNDS[ranks] = np.cumsum(weights / weights.sum())
        _BOUNDS[ranks][-1] = 1.0
    return _BOUNDS[ranks]
