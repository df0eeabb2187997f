"""Pieces of documents, and the index in which they are searched; what is stored already is put into it.

How documents are cut and folded is written here as it was then: what does so since may change, this may not.
"""
# ruff: noqa: S608, ISC004 - the queries are put together of constants

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from unicodedata import category, normalize

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

AT_ONCE = 200
"""Documents that are read together."""
LONGEST = 8_000
LINE = 400
END = re.compile(r"(?<=[.!?…。！？])\s+|\n+")
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")

SQLITE = (
    "CREATE VIRTUAL TABLE piece_words USING fts5(folded, names, content='piece', content_rowid='id',"
    " tokenize='porter unicode61 remove_diacritics 2', prefix='3 4')",
    "CREATE TRIGGER piece_words_added AFTER INSERT ON piece BEGIN"
    " INSERT INTO piece_words(rowid, folded, names) VALUES (new.id, new.folded, new.names); END",
    "CREATE TRIGGER piece_words_removed AFTER DELETE ON piece BEGIN"
    " INSERT INTO piece_words(piece_words, rowid, folded, names)"
    " VALUES ('delete', old.id, old.folded, old.names); END",
    "CREATE TRIGGER piece_words_changed AFTER UPDATE ON piece BEGIN"
    " INSERT INTO piece_words(piece_words, rowid, folded, names)"
    " VALUES ('delete', old.id, old.folded, old.names);"
    " INSERT INTO piece_words(rowid, folded, names) VALUES (new.id, new.folded, new.names); END",
)
BOTH = (
    "setweight(to_tsvector('english', folded), 'A') || setweight(to_tsvector('simple', folded), 'A')"
    " || setweight(to_tsvector('english', names), 'B') || setweight(to_tsvector('simple', names), 'B')"
)
POSTGRES = (
    f"ALTER TABLE piece ADD COLUMN words tsvector GENERATED ALWAYS AS ({BOTH}) STORED",
    "CREATE INDEX ix_piece_words ON piece USING gin (words)",
)


class Span(NamedTuple):
    """Where something stands in a text, in code points, half-open."""

    start: int
    end: int


class Found(NamedTuple):
    """A statement or figure: its position, where it stands, whose it is."""

    position: int
    span: Span
    name: str


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "piece",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.Integer(), nullable=True),
        sa.Column("statements", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("figures", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("folded", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("names", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_piece_document_id_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_piece_document_id"), "piece", ["document_id"], unique=False)
    for step in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRES:
        op.execute(step)
    _fill(op.get_bind())


def downgrade() -> None:
    """Go back to the one before."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE piece_words")
    op.drop_index(op.f("ix_piece_document_id"), table_name="piece")
    op.drop_table("piece")


def _fill(connection: sa.Connection) -> None:
    pieces = sa.table(
        "piece", *map(sa.column, "document_id start end sentence statements figures folded names".split())
    )
    numbers = connection.execute(sa.text("SELECT id FROM document ORDER BY id")).scalars().all()
    for start in range(0, len(numbers), AT_ONCE):
        rows = _rows(connection, numbers[start], numbers[start : start + AT_ONCE][-1])
        if rows:
            connection.execute(sa.insert(pieces), rows)


def _rows(connection: sa.Connection, first: int, last: int) -> list[dict[str, object]]:
    """The pieces of the documents from one number to another."""

    def read(query: str) -> Any:
        return connection.execute(sa.text(query), {"first": first, "last": last})

    within = "WHERE document_id BETWEEN :first AND :last ORDER BY document_id"
    sentences = {row[0]: _spans(row[1]) for row in read(f"SELECT document_id, sentences FROM analysis {within}")}
    said: defaultdict[int, list[Found]] = defaultdict(list)
    counted: defaultdict[int, list[Found]] = defaultdict(list)
    names = "document_id, position, context, speaker_name, speaker_role"
    for number, position, context, *name in read(f"SELECT {names} FROM statement {within}, position"):
        said[number].append(Found(position, _spans(context)[0], " ".join(filter(None, name))))
    names = "document_id, position, clause, attributed_name"
    for number, position, clause, name in read(f"SELECT {names} FROM figure {within}, position"):
        counted[number].append(Found(position, _spans(clause)[0], name or ""))
    rows: list[dict[str, object]] = []
    texts = "SELECT id, text, title, publisher, byline FROM document WHERE id BETWEEN :first AND :last ORDER BY id"
    for number, text, title, publisher, byline in read(texts):
        stated = " ".join(filter(None, (title, publisher, byline)))
        rows += _rows_of(number, text, stated, sentences.get(number, ()), said[number], counted[number])
    return rows


def _rows_of(
    number: int, text: str, stated: str, sentences: Sequence[Span], said: Sequence[Found], counted: Sequence[Found]
) -> Iterator[dict[str, object]]:
    for span, sentence in _cuts(text, sentences):
        statements, figures = ([each for each in some if _overlap(each.span, span)] for some in (said, counted))
        folded = _fold(text[slice(*span)])[:LONGEST]
        if folded:
            words = set(folded.split())
            names = dict.fromkeys(
                word for each in (*statements, *figures) for word in _fold(each.name).split() if word not in words
            )
            yield {
                "document_id": number, "start": span.start, "end": span.end, "sentence": sentence,
                "statements": _packed(statements), "figures": _packed(figures),
                "folded": folded, "names": " ".join(names)[:LONGEST],
            }  # fmt: skip
    if folded := _fold(stated)[:LONGEST]:
        yield {
            "document_id": number, "start": 0, "end": 0, "sentence": None,
            "statements": "", "figures": "", "folded": folded, "names": "",
        }  # fmt: skip


def _cuts(text: str, sentences: Sequence[Span]) -> Iterator[tuple[Span, int | None]]:
    at = 0
    for place, sentence in enumerate(sentences):
        yield from ((span, None) for span in _lines(text, at, sentence.start))
        yield sentence, place
        at = max(at, sentence.end)
    yield from ((span, None) for span in _lines(text, at, len(text)))


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    begin, last = start, start
    for stop in (*(match.end() for match in END.finditer(text, start, end)), end):
        broken = "\n" in text[last:stop] or stop - begin > LINE
        last = stop
        if broken or stop == end:
            yield from _bare(text, begin, stop)
            begin = stop


def _bare(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    first, last = start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
    for begin in range(first, last, LONGEST // 2):
        span = Span(begin, min(last, begin + LONGEST // 2))
        if any(map(str.isalnum, text[slice(*span)])):
            yield span


def _fold(text: str) -> str:
    plain = normalize("NFKD", normalize("NFKD", text).casefold())
    letters = "".join(letter for letter in plain if category(letter) != "Mn")
    return "".join(f" {word}" for word in WORD.findall(letters.casefold()))


def _overlap(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _packed(found: Iterable[Found]) -> str:
    numbers = ",".join(str(each.position) for each in found)
    return f",{numbers}," if numbers else ""


def _spans(packed: str) -> tuple[Span, ...]:
    numbers = json.loads(packed)
    return tuple(map(Span, numbers[::2], numbers[1::2]))
