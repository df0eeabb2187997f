"""Analyses come back as they were made, are found by words and speakers, and never as altered text."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from storage import analyses, documents, sources, speakers
from storage.database import Database
from storage.packing import pack_spans, pack_vectors, unpack_spans, unpack_vectors
from storage.rows import AnalysisRow, DocumentRow, FigureRow, StatementRow
from storage.session import Session
from summarizer.errors import StorageError
from summarizer.types import Analysis, Document, Span, Speaker
from tests.storage.factory import NOW, bring, later, report, understood


async def test_an_analysis_comes_back_as_it_was_made(session: Session) -> None:
    """Everything understood survives, and all of it points into one document."""
    made = understood(report())
    await bring(session, made.document, None)
    (loaded,) = await analyses.load(session, [made.document.key])
    assert loaded == made
    assert loaded.vectors is not None
    assert made.vectors is not None
    np.testing.assert_array_equal(loaded.vectors, made.vectors)
    assert loaded.statements[0].document is loaded.document is loaded.figures[0].document
    np.testing.assert_array_equal(loaded.figures[0].meaning, made.figures[0].meaning)


async def test_what_is_not_known_stays_unknown(session: Session) -> None:
    """No vectors, no speaker, no counted noun and nobody to attribute to: None comes back as None, () as ()."""
    made = understood(report())
    statement = replace(made.statements[0], speaker=None, source=(), cue=(), question=True, kind="mixed")
    figure = replace(made.figures[0], counts=None, attributed_to=None, attributed_name=None, value=(1.5, 2.0, 3.0))
    figure = replace(figure, event=None, meaning=None)
    bare = replace(made, statements=(statement,), figures=(figure, replace(figure, vague=True)), vectors=None)
    await documents.add(session, bare.document, raw="", now=NOW)
    await analyses.save(session, bare, NOW)
    (loaded,) = await analyses.load(session, [bare.document.key])
    assert loaded == bare
    assert loaded.vectors is None


async def test_a_document_in_another_language_has_an_empty_analysis(session: Session) -> None:
    """No sentences, statements or figures is an analysis too, and the shape of its vectors is kept."""
    document = Document.make("Текст.")
    empty = Analysis(document, "r1", "minilm", "ru", (), (), (), (), np.zeros((0, 384), np.float32))
    await documents.add(session, document, raw="", now=NOW)
    assert await analyses.save(session, empty, NOW)
    (loaded,) = await analyses.load(session, [document.key])
    assert loaded == empty
    assert loaded.vectors is not None
    assert loaded.vectors.shape == (0, 384)


async def test_analyses_load_in_the_order_asked(session: Session) -> None:
    """The order of the keys is the order of the answer; a document without an analysis is left out."""
    keys = []
    for number in range(100, 104):
        await bring(session, report(number=str(number)), None)
        keys.append(report(number=str(number)).key)
    loaded = await analyses.load(session, [keys[2], "v1-unknown", keys[0], keys[3]])
    assert [analysis.document.key for analysis in loaded] == [keys[2], keys[0], keys[3]]
    assert await analyses.load(session, []) == ()


async def test_the_same_analysis_is_saved_once_and_a_new_recipe_replaces_it(session: Session) -> None:
    """One analysis a document: the same recipe and backend change nothing, others take the place of the old."""
    document = report()
    await bring(session, document, None)
    assert not await analyses.save(session, replace(understood(document), statements=()), NOW)
    for other in (understood(document, recipe="r2"), understood(document, recipe="r2", backend="minilm")):
        assert await analyses.save(session, replace(other, statements=()), later(1))
        assert await analyses.load(session, [document.key]) == (replace(other, statements=()),)
        assert await analyses.statements(session, None, limit=9) == ()
        assert len(await analyses.figures(session, None, limit=9)) == 1


async def test_an_analysis_of_an_unknown_document_is_refused(session: Session) -> None:
    """What was never stored cannot be analysed."""
    with pytest.raises(StorageError, match="no document"):
        await analyses.save(session, understood(report()), NOW)


async def test_pending_are_the_visible_documents_that_a_recipe_has_not_seen(session: Session) -> None:
    """Oldest first; not those that nobody sees, nor those whose analysis is up to date."""
    first, second, unseen, done = (report(number=str(number)) for number in range(100, 104))
    for minute, document in enumerate((second, first, unseen)):
        await documents.add(session, document, raw="", now=later(5 - minute))
    await bring(session, done, 7)
    for document in (first, second):
        await sources.add(session, document.key, chat=7, kind="paste", name="", now=NOW)
    assert await analyses.pending(session, "r1", limit=9) == (first.key, second.key)
    assert await analyses.pending(session, "r2", limit=9) == (done.key, first.key, second.key)
    assert await analyses.pending(session, "r2", limit=1) == (done.key,)
    assert await analyses.count_outdated(session, "r2") == 1
    assert await analyses.count_outdated(session, "r1") == 0
    assert done.key in await analyses.pending(session, "r1", redo=("none",), limit=9)


async def test_a_superseded_document_is_pending_while_somebody_sees_it(session: Session) -> None:
    """Chat 7 has the new version, chat 8 still sees the old one: both are to be analysed."""
    old, new = report(number="100"), report(number="101")
    for document, chat, supersedes in ((old, 7, None), (new, 7, old.key)):
        await documents.add(session, document, raw="", now=NOW, supersedes=supersedes)
        await sources.add(session, document.key, chat=chat, kind="page", name="", now=NOW)
    assert await analyses.pending(session, "r1", limit=9) == (new.key,)
    await sources.add(session, old.key, chat=8, kind="page", name="", now=NOW)
    assert await analyses.pending(session, "r1", limit=9) == (old.key, new.key)


async def test_statements_are_found_by_words_and_speakers(session: Session) -> None:
    """A word may stand in the sentence, the name or the office; a speaker is the whole name."""
    for minute, (quote, speaker) in enumerate((("We stay", "Ana Peña"), ("They left", "Bo Li"), ("We stay put", "Bo"))):
        await bring(session, report(quote, speaker), None, minute=minute)

    async def found(words: tuple[str, ...] = (), speakers: tuple[str, ...] | None = None) -> list[str]:
        listed = await analyses.statements(session, None, words=words, speakers=speakers, limit=9)
        assert len(listed) == await analyses.count_statements(session, None, words=words, speakers=speakers)
        return [statement.text for statement in listed]

    assert await found() == ["We stay put", "They left", "We stay"]
    assert await found(("STAY",)) == ["We stay put", "We stay"]
    assert await found(("stay", "pena")) == await found(("we stay",), ("Ana Peña",)) == ["We stay"]
    assert await found(("mayor",), ("Bo", "Ana Peña")) == ["We stay put", "We stay"]
    assert await found(speakers=("bo",)) == await found(speakers=()) == await found(("hurt",)) == []


async def test_figures_are_found_by_the_words_of_their_clause(session: Session) -> None:
    """A figure is found by its clause and by the full name of who says it."""
    for minute, number in enumerate(("1,480", "2,195")):
        await bring(session, report(number=number), None, minute=minute)
    everything = await analyses.figures(session, None, limit=9)
    assert [figure.value for figure in everything] == [2195.0, 1480.0]
    for words, expected in ((("1,480",), 1), (("hurt", "united nations"), 2), (("mayor",), 0)):
        assert len(await analyses.figures(session, None, words=words, limit=9)) == expected
        assert await analyses.count_figures(session, None, words=words) == expected


async def test_statements_of_some_documents_alone(session: Session) -> None:
    """Only theirs, of those that the chat sees; no document gives no statement."""
    for number, chat in (("100", None), ("101", None), ("102", 7)):
        await bring(session, report(number=number), chat, minute=int(number))
    keys = tuple(report(number=number).key for number in ("100", "102"))
    for chat, expected in ((7, [keys[1], keys[0]]), (8, [keys[0]])):
        found = await analyses.statements(session, chat, within=keys, limit=9)
        assert [statement.document.key for statement in found] == expected
    assert await analyses.statements(session, None, within=(), limit=9) == ()


async def test_outlines_tell_the_ranking_without_the_rest(session: Session) -> None:
    """Sentences and their ranking as they were made, the newest document first; no vectors, nothing found in it."""
    made = [understood(report(number=number)) for number in ("100", "101")]
    for minute, analysis in enumerate(made):
        await bring(session, analysis.document, None, minute=minute)
    documents_at_hand = [analysis.document for analysis in made]
    bare = [replace(analysis, statements=(), figures=(), vectors=None) for analysis in reversed(made)]
    assert list(await analyses.outlines(session, documents_at_hand)) == bare
    assert await analyses.outlines(session, []) == ()
    assert await analyses.load(session, [made[0].document.key]) == (made[0],), "reading an outline takes nothing away"
    assert (await analyses.load(session, [made[0].document.key]))[0].vectors is not None


async def test_an_outline_of_an_altered_analysis_is_never_handed_on(session: Session) -> None:
    """A sentence outside of its document is an error here as well."""
    await bring(session, report(), None)
    await session.exec(update(AnalysisRow).values(sentences=pack_spans((Span(0, 10_000),))))
    with pytest.raises(StorageError, match=report().key):
        await analyses.outlines(session, [report()])


async def test_pages_join_without_gap_or_repeat(session: Session) -> None:
    """Statements and figures of all pages together are all of them, once."""
    for number in range(100, 107):
        await bring(session, report(number=str(number)), None)
    pages = [await analyses.statements(session, None, limit=3, offset=offset) for offset in (0, 3, 6)]
    figures = [await analyses.figures(session, None, limit=3, offset=offset) for offset in (0, 3, 6)]
    assert [len(page) for page in pages] == [len(page) for page in figures] == [3, 3, 1]
    assert len({statement.document.key for page in pages for statement in page}) == 7
    assert len({figure.document.key for page in figures for figure in page}) == 7


async def test_speakers_come_once_and_the_most_quoted_first(session: Session) -> None:
    """A name with an office is listed once, however often it speaks; statements of nobody add nobody."""
    for number, speaker in enumerate(("Zoe Abe", "Bo Li", "Bo Li", "Ana Peña"), 100):
        await bring(session, report(speaker=speaker, number=str(number)), None)
    nobody = understood(report(speaker="Nobody"))
    await documents.add(session, nobody.document, raw="", now=NOW)
    await sources.add(session, nobody.document.key, chat=None, kind="seed", name="", now=NOW)
    await analyses.save(session, replace(nobody, statements=(replace(nobody.statements[0], speaker=None),)), NOW)
    assert await speakers.most_heard(session, None) == tuple(
        Speaker(name, "Mayor") for name in ("Bo Li", "Ana Peña", "Zoe Abe")
    )


@pytest.mark.parametrize(
    "change",
    [
        update(DocumentRow).values(text="Somebody changed it." * 20),
        update(StatementRow).values(content=pack_spans((Span(3, 9),))),
        update(StatementRow).values(context_text="We will not come back"),
        update(StatementRow).values(source=pack_spans((Span(10_000, 10_001),))),
        update(FigureRow).values(surface="1,490"),
        update(FigureRow).values(counts_text="children"),
        update(FigureRow).values(clause=pack_spans((Span(0, 4),))),
    ],
    ids=lambda change: str(change).replace("\n", " "),
)
async def test_altered_text_is_never_handed_on(session: Session, change: object) -> None:
    """When a stored passage is not what the document says at its place, reading fails and names the document."""
    key = report().key
    await bring(session, report(), None)
    await session.exec(change)  # type: ignore[call-overload]  # any of three tables
    with pytest.raises(StorageError, match=key):
        await analyses.load(session, [key])
    with pytest.raises(StorageError, match=key):
        await analyses.statements(session, None, limit=9) and await analyses.figures(session, None, limit=9)


async def test_a_sentence_outside_of_its_document_is_never_handed_on(session: Session) -> None:
    """Sentences are stored as places only; a place that the text does not have is an error, not a short sentence."""
    await bring(session, report(), None)
    await session.exec(update(AnalysisRow).values(sentences=pack_spans((Span(0, 10_000),))))
    with pytest.raises(StorageError, match=report().key):
        await analyses.load(session, [report().key])


async def test_a_new_recipe_is_seen_whole_or_not_at_all(db: Database) -> None:
    """An error in the middle of replacing an analysis leaves the earlier one."""
    old, new = understood(report()), understood(report(), recipe="r2")
    async with db.session() as session:
        await bring(session, old.document, None)

    async def fail() -> None:
        async with db.session() as session:
            await analyses.save(session, new, NOW)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        await fail()
    async with db.session(readonly=True) as session:
        assert await analyses.load(session, [old.document.key]) == (old,)


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(1, 10**6))))
def test_packing_loses_nothing(pairs: list[tuple[int, int]]) -> None:
    """Spans come back from their packed form, whatever they are."""
    spans = tuple(Span(start, start + length) for start, length in pairs)
    assert unpack_spans(pack_spans(spans)) == spans


def test_vectors_are_packed_in_four_bytes_a_number() -> None:
    """Little-endian float32, whatever order the array was in."""
    vectors = np.array([[1.0, -2.5], [0.1, 3.0]], dtype=">f4")
    packed = pack_vectors(vectors)
    assert packed[:4] == b"\x00\x00\x80\x3f"
    np.testing.assert_array_equal(unpack_vectors(packed, 2), vectors.astype(np.float32))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(quote=st.text(st.characters(categories=["L", "N", "S"]), min_size=1).filter(str.strip))
async def test_a_statement_is_what_the_document_says(db: Database, quote: str) -> None:
    """Whatever was said, the stored statement's text is the exact piece of the stored document."""
    async with db.session() as session:
        await bring(session, report(quote), None)
        (statement,) = await analyses.statements(session, None, limit=9)
        stored = await documents.get(session, report(quote).key)
        assert stored is not None
        assert statement.text == quote
        assert f"“{statement.text},”" in stored.text
        await session.rollback()
