"""The promise, over generated news: whatever the sources hold, a message holds nothing that is not theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sender import entities
from bot.views.briefing import briefing, summary
from bot.views.buttons import Choice, mark_of
from bot.views.evidence import evidence, passage_blocks
from bot.views.export import briefing_data
from bot.views.pages import Pages, figure_pages, quote_pages, source_pages
from bot.views.rich import MAX_ENTITIES, MAX_UNITS, Mark, Rich, parts, uncited
from bot.views.shown import of_briefing
from bot.views.terminal import CONTROL, terminal
from bot.views.why import explained
from storage.types import Source
from summarizer.analyse import analyse
from summarizer.compose import compose, sound_figures
from summarizer.corroborate import corroborate
from summarizer.gate.verify import verify
from summarizer.questions import link
from summarizer.reasons import Piece, Reason, Why
from summarizer.types import Briefing, Document, Span

ODD = st.sampled_from(
    ["<b>7</b>", "&amp;", "_a_ *b* [c](d) ~e~ `f`", "🙂🇺🇦", "Київ", "漢字", "O’Brien's", "“so”", '"plain"', "\x1b[1m"]
)
NAMES = st.sampled_from(["Ann Lee", "Jens Stoltenberg", "Олена Шевченко", "Mayor O’Brien", "the ministry", "UN staff"])
NUMBERS = st.sampled_from(["5", "1,480", "about 2.5 million", "40 percent", "at least 300", "$3.2 billion", "12-year"])
PHRASES = st.sampled_from(
    [
        "bridge over the river",
        "council 🙂 of the court (again)",
        "city's people, who had not been asked under <p>",
        "week of war and of 3 more things, among them 14 schools, " * 12 + "and the rest",
        "well, " * 900 + "no",
    ]
)
SENTENCES = st.one_of(
    st.builds("“We saw the {} and it was {} to us all,” said {} on Monday.".format, PHRASES, ODD, NAMES),
    st.builds("“We did not see it,” {} said. “The {} is {}.”".format, NAMES, PHRASES, NUMBERS),
    st.builds("The number of people who saw the {} is {}, according to {}.".format, ODD, NUMBERS, NAMES),
    st.builds("{} said that {} people had left the city {}.".format, NAMES, NUMBERS, PHRASES),
    st.builds("They killed {} civilians near the {} {}.".format, NUMBERS, ODD, PHRASES),
    st.builds("Q: {}?\n\nSECRETARY LEE: Well, I think {} of them were in the {}.".format, PHRASES, NUMBERS, ODD),
)
STATED = st.one_of(st.none(), st.builds("{} of {} {}".format, NUMBERS, ODD, PHRASES), st.just("9 lives, " * 600))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A text as messy as the web's; what its page states of itself may be missing, odd or endless."""
    paragraphs = draw(st.lists(st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=4))
    return Document.make(
        "\n\n".join(paragraphs),
        title=draw(STATED),
        publisher=draw(STATED),
        url=draw(st.sampled_from((None, "https://example.org/a_(b)?c=1&d=2"))),
        published=draw(st.sampled_from((None, datetime(2022, 4, 3, tzinfo=UTC)))),
    )


EDITS = st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from(["", "not", "7", "“new”", "*b*", "🙂", "a word"])))


@st.composite
def retold(draw: st.DrawFn) -> list[Document]:
    """Some documents, and one of them told again by somebody who dropped, changed and added words."""
    store = draw(st.lists(documents(), min_size=1, max_size=3))
    words = draw(st.sampled_from(store)).text.split(" ")
    for place, word in draw(EDITS):
        words[place % len(words)] = word
    store.append(Document.make(" ".join(words), publisher="Another paper"))
    return list({document.key: document for document in store}.values())


STORES = retold()
TOPICS = st.one_of(st.none(), st.just("bridge"), st.just("7 “words” " * 400))
examples = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def told(store: list[Document], topic: str | None) -> Briefing:
    return verify(compose([analyse(document, None) for document in store], topic=topic))


def lists(store: list[Document], words: str) -> Iterator[Pages]:
    understood = [analyse(document, None) for document in store]
    now = datetime(2026, 1, 2, tzinfo=UTC)
    said = corroborate([s for a in understood for s in a.statements])
    marks = {mark_of(t.speaker.name) for t in said if t.speaker}
    choices = (Choice(newest=newest, by=by) for by in ("", *sorted(marks)) for newest in (False, True))
    yield from (quote_pages(said, words, size=5, choice=choice) for choice in choices)
    yield figure_pages(link(sound_figures([f for a in understood for f in a.figures])), words, size=10)
    yield source_pages([(Source(1, None, "seed", "x", d.key, now), d) for d in store], words, size=10)


def broken(message: Rich, store: list[Document]) -> Iterator[str]:
    """What is wrong with a message: uncited words, altered passages, more than Telegram takes."""
    yield from (f"nobody's words: {words!r}" for words in uncited(message))
    yield from (f"not the source's: {mark}" for mark in message.marks if not is_exact(message, mark, store))
    yield from (f"patched together: {quote!r}" for quote in patched(message))
    if message.units > MAX_UNITS or message.entities > MAX_ENTITIES:
        yield f"{message.units} units, {message.entities} entities"
    for entity in entities(message):
        if not (entity.length > 0 and 0 <= entity.offset <= message.units - entity.length):
            yield f"outside of the text: {entity}"


def is_exact(message: Rich, mark: Mark, store: list[Document]) -> bool:
    """A cited passage is its span's characters; a title, name or office is what one of the pages states."""
    shown = message.text[mark.start : mark.end]
    if mark.kind != "cite" or mark.document is None:
        return mark.kind != "cite"
    if mark.span:
        return mark.span.of(mark.document.text) == shown
    return any(shown in text for d in store for text in (d.title, d.publisher, d.text) if text)


def patched(message: Rich) -> Iterator[str]:
    """Quotations in our marks whose pieces are not one unbroken passage of one source."""
    cites = [mark for mark in message.marks if mark.kind == "cite" and mark.span]
    for cite, after in pairwise(sorted(cites, key=lambda mark: mark.start)):
        joined = cite.end == after.start
        if joined and (cite.document, cite.span and cite.span.end) != (after.document, after.span and after.span.start):
            yield message.text[cite.start : after.end]


@examples
@given(STORES, TOPICS)
def test_every_message_of_a_briefing_keeps_the_promise(store: list[Document], topic: str | None) -> None:
    """Sentences, quotations, figures and sources of a briefing are exact pieces, within Telegram's limits."""
    whole = told(store, topic)
    for message in (*parts(briefing(whole)), *parts(summary(whole)), *proofs(of_briefing(whole))):
        assert list(broken(message, store)) == [], message.text


def proofs(pieces: Sequence[Piece]) -> Iterator[Rich]:
    """The evidence of all that a message tells, and why it was told, for every reason that there is."""
    yield from parts(passage_blocks(enumerate(pieces, start=1)))
    every = tuple(Reason(why, 2, 3) for why in get_args(Why))
    yield from parts(explained([(n, piece.kind, every) for n, piece in enumerate(pieces, start=1)]))


@examples
@given(STORES, TOPICS)
def test_every_page_of_a_list_keeps_the_promise(store: list[Document], topic: str | None) -> None:
    """The same for all pages of /quotes, /figures and /sources, whatever was asked for, and for their evidence."""
    for pages in lists(store, topic or ""):
        for number in range(len(pages)):
            proved = (*parts(evidence(pages.questions(number))), *proofs(pages.pieces(number)))
            for message in (pages.page(number), *proved):
                assert list(broken(message, store)) == [], message.text


@examples
@given(STORES)
def test_every_exported_passage_is_found_again(store: list[Document]) -> None:
    """Both W3C selectors of every passage lead back to exactly that passage of its source."""
    whole = told(store, None)
    data = briefing_data(whole)
    found = [(piece["source"], piece["selector"]) for piece in (*data["sentences"], *data["figures"])]
    said = [each for item in data["statements"] for each in (item, *item["witnesses"])]
    found += [(each["source_number"], selector) for each in said for selector in each["selector"]]
    for number, (position, quote) in found:
        text = whole.documents[number - 1].text
        assert Span(position["start"], position["end"]).of(text) == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text


@examples
@given(STORES, st.integers(20, 120), st.booleans())
def test_no_source_can_write_control_characters_to_a_terminal(store: list[Document], width: int, colour: bool) -> None:  # noqa: FBT001 - hypothesis gives arguments
    """An escape sequence in a source arrives without its escape; only our own bold remains."""
    shown = terminal(briefing(told(store, None)), width=width, colour=colour)
    ours = shown.replace("\x1b[1m", "").replace("\x1b[0m", "") if colour else shown
    assert not CONTROL.search(ours.replace("\n", " "))
