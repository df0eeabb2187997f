"""Full text, asked in each database's own way: the same words find the same pieces, ranked by its own measure.

SQLite ranks by BM25 (Robertson & Zaragoza 2009), PostgreSQL by the density of what covers the words (`ts_rank_cd`).
English endings do not count ("hospitals" finds "hospital"). A word in another script counts from its beginning, without
its last letters: there are no stemmers for all languages, and most change a word at its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, String, bindparam, column, func, literal, literal_column, select, table, text
from sqlalchemy.dialects.postgresql import REGCONFIG
from sqlmodel import col

from storage.matching import fold
from storage.rows import PieceRow
from storage.search_index import COLUMN, TABLE
from storage.types.search import Terms

INDEX: Final = table(TABLE, column("rowid"))
BM25: Final[ColumnElement[float]] = literal_column(f"bm25({TABLE}, 1.0, 0.6)")
BY_LENGTH: Final = 1
"""PostgreSQL divides by the logarithm of the length: of two that hold the words, the shorter one is about them."""
ENDINGS: Final = 2
NAMES: Final = 12
"""Speakers whose names are looked for in the index; of more, each piece is asked whose statements it has."""
SHORTEST: Final = 3
"""Letters that are left of a word whose ending is cut."""

Term = tuple[tuple[str, ...], bool]
"""Folded words in their order, and whether the last one is a beginning only."""


def terms_of(given: Sequence[str]) -> tuple[Term, ...]:
    """The terms with a letter or digit in them."""
    folded = ((tuple(fold(each).split()), each.rstrip().endswith("*")) for each in given)
    return tuple(_inflected(*term) for term in folded if term[0])


def _inflected(words: tuple[str, ...], begins: bool) -> Term:  # noqa: FBT001 - a term's two halves
    (*before, last) = words
    cut = min(ENDINGS, len(last) - SHORTEST)
    if begins or last.isascii() or not last.isalpha() or cut <= 0:
        return words, begins
    return (*before, last[:-cut]), True


def has_phrases(terms: Terms) -> tuple[ColumnElement[bool], ...]:
    """Conditions on pieces: every phrase stands there to the letter, but for case and marks."""
    folded = filter(None, map(fold, terms.phrases))
    return tuple(col(PieceRow.folded).contains(phrase, autoescape=True) for phrase in folded)


def lacks(terms: Terms, dialect: str) -> tuple[ColumnElement[bool], ...]:
    """Conditions on pieces: none of what must not be there is."""
    unwanted = terms_of(terms.without)
    if not unwanted:
        return ()
    if dialect == "sqlite":
        found = select(INDEX.c.rowid).where(_match(_any(unwanted), "unwanted"))
        return (col(PieceRow.id).not_in(found),)
    return (~_words().bool_op("@@")(_joined("||", [_query(term) for term in unwanted])),)


def holds(
    terms: Terms, dialect: str, *, every: bool, names: Sequence[str] = ()
) -> tuple[ColumnElement[bool], ColumnElement[float]] | None:
    """A condition on pieces and a rank, smallest best: every word and phrase, or any word and every phrase.

    None where no word has a letter or digit. On SQLite the query must join `INDEX`, and the condition holds nowhere
    where `lacks` does not. `names` are speakers: the condition holds wherever one of them may speak, and mostly
    nowhere else, which spares looking at each of the other pieces.
    """
    words, phrases = terms_of(terms.words), tuple((tuple(fold(each).split()), False) for each in terms.phrases)
    phrases = tuple(term for term in phrases if term[0])
    if not words and not phrases:
        return None
    if dialect == "sqlite":
        groups = [
            *map(_quoted, phrases),
            *((map(_quoted, words)) if every else ([f"({_any(words)})"] if words else [])),
        ]
        groups += [f"({_any_of(names)})"] if 0 < len(names) <= NAMES else []
        without = "".join(f" NOT {_quoted(term)}" for term in terms_of(terms.without))
        return _match(f"({' AND '.join(groups)}){without}", "wanted"), BM25
    queries = [_query(term) for term in phrases]
    sought = [_query(term) for term in words]
    whole = _joined("&&", [*queries, *(sought if every or not sought else [_joined("||", sought)])])
    condition: ColumnElement[bool] = _words().bool_op("@@")(whole)
    if 0 < len(names) <= NAMES:
        speaking = [func.to_tsquery(literal("simple", REGCONFIG), " & ".join(fold(name).split())) for name in names]
        condition &= _words().bool_op("@@")(_joined("||", speaking))
    return condition, -func.ts_rank_cd(_words(), whole, BY_LENGTH)


def _match(query: str, name: str) -> ColumnElement[bool]:
    return text(f"{TABLE} MATCH :{name}").bindparams(bindparam(name, query, String))  # type: ignore[return-value]  # a text clause compares too


def _any_of(names: Sequence[str]) -> str:
    """Every word of one of the names: they stand in the sentence, or beside it."""
    return " OR ".join(f"({' AND '.join(map(_quoted, _each(name)))})" for name in names)


def _each(name: str) -> Iterator[Term]:
    return (((word,), False) for word in fold(name).split())


def _any(terms: Sequence[Term]) -> str:
    return " OR ".join(map(_quoted, terms))


def _quoted(term: Term) -> str:
    """In FTS5's language; folded words hold no quotation marks."""
    words, begins = term
    return f'"{" ".join(words)}"' + ("*" if begins else "")


def _words() -> ColumnElement[Any]:
    return literal_column(f"piece.{COLUMN}")


def _query(term: Term) -> ColumnElement[Any]:
    """A term with and without English endings; the words are letters and digits alone, so they need no quoting."""
    words, begins = term
    asked = " <-> ".join(words) + (":*" if begins else "")
    ways = [func.to_tsquery(literal(way, REGCONFIG), asked) for way in ("english", "simple")]
    return _joined("||", ways)


def _joined(operator: str, queries: Sequence[ColumnElement[Any]]) -> ColumnElement[Any]:
    first, *others = queries
    for other in others:
        first = first.op(operator)(other)
    return first.self_group()
