"""What may be put into any chat: whose it is, in which order, and that a link leads back to it for nobody else."""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from bot.services import offers
from bot.services.answers import Answers, Lengths
from bot.services.claims import claimed
from bot.views import links
from bot.views.inline import Card, card, opened
from bot.views.rich import parts
from storage import analyses, documents, sources, stories
from storage.database import Database
from storage.types.offers import Offer, Summed
from summarizer.analyse import analyse
from summarizer.types import Document, Question, Span
from tests.bot.test_promise import STORES, broken
from tests.databases import new_sqlite
from tests.storage.factory import NOW, later

ANN, BOB = 7, 8
LED = 8
"""Links of one store that are followed: each reads a whole document."""
PUBLIC = (
    "“We kept our word,” said Mayor Ann Lee on Monday.\n\n"
    "At least 120 people crossed the bridge over the Wye in the first hour, according to the police."
)
OWN = (
    "“We kept our word,” said Mayor Ann Lee on Monday, in a letter that nobody else has read.\n\n"
    "“The ferry was never safe,” said Captain Tom Reed.\n\n"
    "At least 140 people crossed the bridge over the Wye in the first hour, according to the police."
)


@asynccontextmanager
async def stored(folder: Path) -> AsyncIterator[Answers]:
    database = await Database.open(new_sqlite(folder / "offers.db"))
    try:
        yield Answers(database, Lengths())
    finally:
        await database.close()


@pytest.fixture
async def answers(tmp_path: Path) -> AsyncIterator[Answers]:
    async with stored(tmp_path) as it:
        yield it


async def keep(database: Database, document: Document, *, chat: int | None = None, minute: int = 0) -> Document:
    understood = analyse(document, None)
    async with database.session() as session:
        await documents.add(session, document, raw="", now=later(minute))
        await sources.add(session, document.key, chat=chat, kind="paste", name="", now=later(minute))
        await analyses.save(session, understood, NOW)
        await stories.place(session, understood)
    return document


async def both(answers: Answers) -> tuple[Document, Document]:
    """A public page, and a letter that says some of the same, which Ann alone has."""
    public = await keep(answers.database, Document.make(PUBLIC, publisher="County Post", title="Bridge reopens"))
    return public, await keep(answers.database, Document.make(OWN, title="Ann's letter"), chat=ANN, minute=1)


def told(found: tuple[Offer, ...]) -> str:
    return "\n\n".join(card(offer, "verbatim_bot").message.text for offer in found)


async def test_what_a_chat_brought_is_offered_to_it_alone(answers: Answers) -> None:
    """The owner finds it under its words and among the newest; a stranger finds the public source, and so does
    who is nobody in particular."""
    public, own = await both(answers)
    for words in ("", "Lee", "ferry", "bridge", "120", "140", "#1", "#2"):
        for other in (BOB, None):
            found = await offers.offered(answers, other, words)
            assert {offer.document.key for offer in found} <= {public.key}, words
            assert "letter" not in told(found)
            assert "Reed" not in told(found)
    assert own.key in {offer.document.key for offer in await offers.offered(answers, ANN, "ferry")}
    assert (await offers.offered(answers, ANN))[0].document.key == own.key


async def test_what_is_public_names_nothing_of_the_chat_that_asks(answers: Answers) -> None:
    """A statement and a count that a private letter has too are offered as the public source has them, with its link;
    what only the letter has carries no link to it."""
    public, own = await both(answers)
    found = await offers.offered(answers, ANN)
    cards = [(offer, card(offer, "verbatim_bot")) for offer in found]
    shared = [(offer, made) for offer, made in cards if offer.document.key == public.key]
    assert shared
    for offer, made in shared:
        assert offer.public
        assert made.rows[0][0].url
        assert "letter" not in made.message.text
        assert not any(mark.document and mark.document.key == own.key for mark in made.message.marks)
    private = [(offer, made) for offer, made in cards if offer.document.key == own.key]
    assert private
    assert all(not offer.public and made.rows == () for offer, made in private)
    assert "We kept our word" not in "".join(made.message.text for _, made in private)


async def test_a_link_resolves_for_whoever_sees_the_document(answers: Answers) -> None:
    """The owner's chat gets what begins there, a stranger gets nothing, and a public one is everybody's."""
    public, own = await both(answers)
    at = own.text.index("The ferry")
    mine = await offers.at(answers.database, ANN, links.mark_of(own), at)
    assert mine
    assert not mine.public
    assert "The ferry was never safe" in card(mine, "b").message.text
    assert await offers.at(answers.database, BOB, links.mark_of(own), at) is None
    assert await offers.at(answers.database, None, links.mark_of(own), at) is None
    number = public.text.index("120")
    theirs = await offers.at(answers.database, BOB, links.mark_of(public), number)
    assert theirs
    assert isinstance(theirs.item, Question)
    assert theirs.item.lead.text == "120"
    assert await offers.story_at(answers.database, BOB, links.mark_of(public)) == 1
    assert await offers.story_at(answers.database, BOB, links.mark_of(own)) is None


async def test_a_place_where_nothing_was_found_is_shown_as_a_passage(answers: Answers) -> None:
    """Texts are read anew by better rules: an old link still leads to its sentence, and one beyond the text nowhere."""
    public, _ = await both(answers)
    mark = links.mark_of(public)
    found = await offers.at(answers.database, BOB, mark, public.text.index("crossed"))
    assert found
    assert isinstance(found.item, Span)
    assert "At least 120 people crossed" in card(found, "b").message.text
    assert await offers.at(answers.database, BOB, mark, len(public.text)) is None


async def test_a_name_asks_for_statements_and_a_number_for_figures(answers: Answers) -> None:
    """Whoever names a speaker reads what they say first; whoever asks how many reads a count."""
    await both(answers)
    assert isinstance((await offers.offered(answers, BOB, "Lee"))[0].item, tuple)
    assert isinstance((await offers.offered(answers, BOB, "how many crossed"))[0].item, Question)
    said, counted = (await offers.offered(answers, BOB, "Lee"))[:1], (await offers.offered(answers, BOB, "120"))[:1]
    kinds = [isinstance(each.item, Question) for each in offers.woven(said * 4, counted * 4, "police")]
    assert kinds[:6] == [False, False, True, False, False, True]


async def test_a_claim_finds_what_the_sources_have_on_it(answers: Answers) -> None:
    """A sentence of somebody's is held against public sources by its telling words; of a stranger to them nothing is
    made up, and what a chat brought is not there."""
    await both(answers)
    claim = "They say that hundreds, or at least 120 people, crossed the new bridge over the Wye during its first hour!"
    found = await claimed(answers, claim)
    assert found
    assert "At least 120 people crossed" in card(found, "b").message.text
    assert await claimed(answers, "I think that the old railway station ought to be painted green next summer") is None
    assert (
        await claimed(answers, "Captain Tom Reed says that the ferry was never safe, not for a single day ever") is None
    )
    assert await claimed(answers, "ferry") is None


def payload(made: Card) -> str:
    return (made.rows[0][0].url or "").rpartition("=")[2]


async def _check(store: list[Document]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with stored(Path(folder)) as answers:
            for number, document in enumerate(store):
                await keep(answers.database, document, chat=ANN if number % 2 else None, minute=number)
            found = await offers.offered(answers, ANN)
            cards = [card(offer, "verbatim_bot") for offer in found]
            assert len({made.id for made in cards}) == len(cards)
            for offer, made in zip(found, cards, strict=True):
                _check_card(offer, made, store)
            for offer in found[:: max(1, len(found) // LED)]:
                await _check_link(answers, offer, store)


def _check_card(offer: Offer, made: Card, store: list[Document]) -> None:
    assert list(broken(made.message, store)) == [], made.message.text
    assert made.title
    assert re.fullmatch("[a-z]_[0-9a-f]{22}(_[0-9]+)?", made.id)
    assert len(made.id) <= 64
    assert bool(made.rows) == offer.public
    if offer.public:
        assert re.fullmatch("[A-Za-z0-9_-]{1,64}", payload(made))


async def _check_link(answers: Answers, offer: Offer, store: list[Document]) -> None:
    if isinstance(offer.item, Summed):
        return
    link = links.read(links.passage(offer.document, offer.start))
    assert link
    again = await offers.at(answers.database, ANN, link.mark, link.start)
    assert again
    assert (again.document.key, again.start, again.public) == (offer.document.key, offer.start, offer.public)
    assert all(list(broken(message, store)) == [] for message in parts(opened(again)))
    stranger = await offers.at(answers.database, BOB, link.mark, link.start)
    assert (stranger is not None) == offer.public


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STORES)
def test_every_result_keeps_the_promise_and_leads_back(store: list[Document]) -> None:
    """Whatever the sources hold: messages are theirs to the letter and fit, ids and links are legal, each resolves to
    its own passage, and a foreign one never does."""
    asyncio.run(_check(store))
