"""Search follows what is stored, on both databases, and shows a chat nothing but its own and the public."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import numpy as np
from alembic import command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, text
from sqlmodel import col

from storage import analyses, documents, search, search_origins, sources, stories
from storage.database import Database
from storage.migrations.runner import config
from storage.rows import DocumentRow
from storage.search_pieces import cuts
from storage.session import Session
from storage.types.search import Passage, Terms, Within
from summarizer.types import Document, Span
from tests.storage.factory import NOW, bring, report, understood

ANYTHING = Within()


def words(*given: str) -> Terms:
    return Terms(words=given)


async def found(
    session: Session, chat: int | None, terms: Terms, within: Within = ANYTHING, *, every: bool = True
) -> list[str]:
    """The texts of the pieces found, best first; of what a document states of itself its title."""
    pieces = await search.by_words(session, chat, terms, within, every=every, limit=99)
    return told(await search.load(session, pieces))


def told(passages: tuple[Passage, ...]) -> list[str]:
    return [each.span.of(each.document.text) if each.span else f"= {each.document.title}" for each in passages]


async def test_what_is_stored_is_found_before_it_is_understood_and_after(session: Session) -> None:
    """A text by its lines, then by its sentences with who speaks in them and what is counted; never twice."""
    document = report()
    await documents.add(session, document, raw="", now=NOW)
    await sources.add(session, document.key, chat=7, kind="paste", name="a text", now=NOW)
    quoted = "“We will come back,” said Mayor Ana Peña."
    assert await found(session, 7, words("coming")) == [quoted]
    await analyses.save(session, understood(document), NOW)
    assert await found(session, 7, words("coming")) == [quoted]
    (piece,) = await search.by_words(session, 7, words("hurting"), ANYTHING, every=True, limit=9)
    ((passage),) = await search.load(session, [piece])
    assert [figure.text for figure in passage.figures] == ["1,480"]
    assert passage.statements == ()
    assert await found(session, 7, words("gazette")) == ["= The return"]


async def test_another_recipe_leaves_nothing_of_the_first(session: Session) -> None:
    """The index holds what the newest analysis found."""
    document = report()
    await bring(session, document, 7)
    without = replace(understood(document, recipe="r2"), statements=(), sentences=(), ranking=(), vectors=None)
    await analyses.save(session, without, NOW)
    for sort, number in (("statements", 0), ("figures", 1), ("sources", 1)):
        within = Within(sort=sort)  # type: ignore[arg-type]  # each of its kinds
        assert len(await found(session, 7, words("said"), within)) == number


async def test_a_new_version_takes_the_old_ones_place(session: Session) -> None:
    """What is superseded for a chat is found by it no more; by another chat it is."""
    old, new = report(number="101"), report(number="102")
    await bring(session, old, None)
    await bring(session, new, 7, supersedes=old.key)
    assert await found(session, 7, words("101")) == []
    assert len(await found(session, 7, words("102"))) == 1
    assert len(await found(session, 8, words("101"))) == 1
    assert await found(session, 8, words("102")) == []


async def test_a_document_takes_its_pieces_with_it(session: Session) -> None:
    """Deleting it leaves nothing in the table, and nothing in the index that another piece could be taken for."""
    gone, left = report(number="101"), report(number="102")
    await bring(session, gone, None)
    await bring(session, left, None)
    await session.exec(delete(DocumentRow).where(col(DocumentRow.key) == gone.key))
    assert await found(session, None, words("101")) == []
    assert len(await found(session, None, words("102"))) == 1
    if session.get_bind().dialect.name == "sqlite":
        await session.exec(text("INSERT INTO piece_words(piece_words, rank) VALUES ('integrity-check', 1)"))  # type: ignore[call-overload]  # plain SQL


async def test_a_source_that_is_removed_is_found_no_more(session: Session) -> None:
    """Who removes a source has it no more."""
    await bring(session, report(), 7)
    ((source, _),) = await sources.visible(session, 7, limit=9)
    assert await found(session, 7, words("hurt"))
    await sources.remove(session, source.id, 7)
    assert await found(session, 7, words("hurt")) == []


async def test_an_old_database_is_searched_too(address: str) -> None:
    """What was stored before there was an index is put into it when the database is brought up to date."""
    database = await Database.open(address)
    raw = Document.make("Only read so far.\nNobody has understood it.", title="Fresh")
    async with database.session() as session:
        await bring(session, report(), 7)
        await documents.add(session, raw, raw="", now=NOW)
        await sources.add(session, raw.key, chat=7, kind="paste", name="a text", now=NOW)
        before = await found(session, 7, words("the"), every=False)
        await (await session.connection()).run_sync(lambda each: command.downgrade(config(each), "0006"))
    await database.close()
    database = await Database.open(address)
    async with database.session() as session:
        assert await found(session, 7, words("the"), every=False) == before
        assert await found(session, 7, words("nobody")) == ["Nobody has understood it."]
        ana = Within(speakers=("Ana Peña",))
        assert len(await found(session, 7, words("come"), ana)) == 1
    await database.close()


async def test_words_are_found_in_other_forms_and_scripts(session: Session) -> None:
    """English endings, marks and case do not count; a word of another script counts from its beginning."""
    lines = ("Hospitals were shelled.", "Erdoğan spoke.", "У Бучі працюють лікарі.", "布查的医院。", "CASUALTIES: 5")
    document = Document.make("\n".join(lines))
    await documents.add(session, document, raw="", now=NOW)
    await sources.add(session, document.key, chat=None, kind="seed", name="x", now=NOW)
    asked = ("hospital", "erdogan", "Буча", "医院", "casualties 5")
    for query, line in zip(asked, lines, strict=True):
        assert await found(session, 7, words(*query.split())) == [line], query
    assert await found(session, 7, words("hospit*")) == [lines[0]]
    assert await found(session, 7, words("spital")) == []


async def test_phrases_and_what_must_not_be_there(session: Session) -> None:
    """A phrase stands to the letter; what is excluded is not in what is found, by whichever way it is found."""
    for quote in ("We will come back", "Back we will come", "We will come back soon"):
        await bring(session, report(quote), 7)
    phrase = Terms(phrases=("will come back",))
    assert len(await found(session, 7, phrase)) == 2
    (only,) = await found(session, 7, replace(phrase, without=("soon",)))
    assert "soon" not in only
    assert len(await found(session, 7, Terms(words=("come",), without=("will come back",)))) == 1
    statements = await search.newest(session, 7, Terms(without=("soon",)), Within(sort="statements"), limit=9)
    assert len(statements) == 2


async def test_every_word_or_any(session: Session) -> None:
    """Any word is enough where that is asked for; what has more of them comes first."""
    await bring(session, report("The harbour is closed"), 7)
    await bring(session, report("The harbour opens at noon"), 7)
    assert len(await found(session, 7, words("harbour", "noon"))) == 1
    first, second = await found(session, 7, words("harbour", "noon"), every=False)
    assert "noon" in first
    assert "closed" in second
    assert await found(session, 7, words("…", "—")) == []


async def test_the_bounds_hold(session: Session) -> None:
    """By speaker, publisher, host, name of the source, date, story and sort; each alone."""
    dated = Document.make(
        report("We know it", "Bo Li").text,
        publisher="The Herald",
        url="https://www.herald.example/a",
        published=NOW - timedelta(days=30),
    )
    await bring(session, dated, 7)
    await bring(session, report("We do not know it", "Ana Peña"), 7)
    said = words("know")

    async def number(within: Within) -> int:
        return len(await found(session, 7, said, within))

    assert await number(ANYTHING) == 2
    assert await number(Within(speakers=("Bo Li",))) == 1
    assert await number(Within(speakers=())) == 0
    assert await number(Within(keys=(dated.key,))) == 1
    assert await number(Within(since=NOW - timedelta(days=2))) == 1
    assert await number(Within(since=NOW - timedelta(days=31))) == 2
    assert await number(Within(sort="figures")) == 0
    for name, holding in (("herald", 1), ("gazette", 1), ("herald.example", 1), ("a text", 2), ("nobody's", 0)):
        origin = await search_origins.origin(session, 7, name)
        assert await number(Within(origins=(origin,))) == holding, name
    assert not await search_origins.origin(session, 8, "herald")


NEAR = np.asarray(understood(report()).vectors)[1] / np.linalg.norm(np.asarray(understood(report()).vectors)[1])
"""What the second sentence of every report means; its print is that of both."""
CHATS = (None, 7, 8)
PRIVATE = {chat: report(f"Word{chat or 0}x is here", f"Speaker{chat or 0}", str(200 + (chat or 0))) for chat in CHATS}
BRINGERS = st.lists(st.tuples(st.sampled_from(CHATS), st.sampled_from(CHATS)), max_size=6)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(brought=BRINGERS)
async def test_another_chats_text_is_never_found(db: Database, brought: list[tuple[int | None, int | None]]) -> None:
    """Whoever brings whatever: by words, by age, by meaning and by origin a chat finds its own and the public."""
    async with db.session() as session:
        for chat, whose in brought:
            await bring(session, PRIVATE[whose], chat)
            await stories.place(session, understood(PRIVATE[whose]))
        for chat in CHATS:
            seen = {PRIVATE[whose].key for by, whose in brought if by in (None, chat)}
            ways = [
                await search.by_words(session, chat, words("here", "said"), ANYTHING, every=False, limit=99),
                await search.newest(session, chat, Terms(), ANYTHING, limit=99),
            ]
            for way in ways:
                assert {each.document.key for each in await search.load(session, way)} == seen
            near = await search.by_meaning(session, chat, NEAR, "none", Terms(), ANYTHING, limit=99)
            assert {each.document.key for each in await search.load(session, near)} == seen
            everything = await search_origins.origin(session, chat, "the gazette")
            assert bool(everything) == bool(seen)
        await session.rollback()


@given(st.text(max_size=1200), st.lists(st.integers(0, 1200), max_size=8, unique=True))
def test_no_letter_of_a_text_is_left_out(whole: str, places: list[int]) -> None:
    """Whatever the sentences are, pieces stand in the order of the text, none in another, and hold all its letters."""
    ends = sorted(min(place, len(whole)) for place in places)
    sentences = [Span(start, end) for start, end in zip(ends[::2], ends[1::2], strict=False) if start < end]
    spans = [cut.span for cut in cuts(whole, sentences)]
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert [cut.span for cut in cuts(whole, sentences) if cut.sentence is not None] == sentences
    held = "".join(span.of(whole) for span in spans)
    assert sorted(filter(str.isalnum, held)) == sorted(filter(str.isalnum, whole))
