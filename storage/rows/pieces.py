"""What is searched: every document in pieces, a sentence each, with where the sentence stands and what was found there.

Beside the table each database keeps an index of its own making, see `storage/search_index.py`.
"""

from __future__ import annotations

from sqlmodel import Field

from storage.rows.root import Row


class PieceRow(Row, table=True):
    """A sentence, a line that is none, or what a document states of itself (then `end` is 0).

    `sentence` is its number in the analysis, whose vector it has; `statements` and `figures` are the positions of
    those that stand in it, packed (",3,4,"). `folded` are its words, `names` who speaks in it, both folded.
    """

    __tablename__ = "piece"
    # Without this, SQLite gives a removed piece's id to the next one, and an entry that was left would be that one's.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id", ondelete="CASCADE", index=True)
    start: int
    end: int
    sentence: int | None
    statements: str
    figures: str
    folded: str
    names: str
