"""Who speaks at all, and indexes that lead to the newest: so that answers stay quick in a large store.

How names are folded is written here as it was then: what does so since may change, this may not.
"""

import re
from unicodedata import category, normalize

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

AT_ONCE = 1_000
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "speaker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("role", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("folded", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("surname", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker")),
        sa.UniqueConstraint("name", "role", name=op.f("uq_speaker_name_role")),
    )
    op.create_index(op.f("ix_speaker_surname"), "speaker", ["surname"], unique=False)
    _fill(op.get_bind())
    op.drop_index("ix_statement_speaker", table_name="statement")
    op.create_index("ix_statement_speaker", "statement", ["speaker_name", "document_id", "speaker_role"], unique=False)
    op.create_index("ix_word_word", "word", ["word", "document_id"], unique=False)
    op.create_index("ix_story_member_arrived", "story_member", ["scope", "arrived", "document_id"], unique=False)
    op.create_index(op.f("ix_story_within"), "story", ["within"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        # Or it takes words for five times as frequent as they are, and walks all pieces to find the newest few.
        op.execute("ALTER TABLE piece ALTER COLUMN words SET STATISTICS 2000")


def downgrade() -> None:
    """Go back to the one before."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TABLE IF EXISTS print_vector")  # what nearness.py makes beside the tables
        op.execute("ALTER TABLE piece ALTER COLUMN words SET STATISTICS -1")  # the server's own
    op.drop_index(op.f("ix_story_within"), table_name="story")
    op.drop_index("ix_story_member_arrived", table_name="story_member")
    op.drop_index("ix_word_word", table_name="word")
    op.drop_index("ix_statement_speaker", table_name="statement")
    op.create_index("ix_statement_speaker", "statement", ["speaker_name", "speaker_role", "document_id"], unique=False)
    op.drop_index(op.f("ix_speaker_surname"), table_name="speaker")
    op.drop_table("speaker")


def _fill(connection: sa.Connection) -> None:
    speakers = sa.table("speaker", *map(sa.column, ("name", "role", "folded", "surname")))
    query = (
        "SELECT DISTINCT speaker_name, coalesce(speaker_role, '') FROM statement"
        " WHERE speaker_name IS NOT NULL ORDER BY 1, 2"
    )
    found = connection.execute(sa.text(query)).all()
    for start in range(0, len(found), AT_ONCE):
        rows = [
            {"name": name, "role": role, "folded": _fold(f"{name} {role}"), "surname": _surname(name)}
            for name, role in found[start : start + AT_ONCE]
        ]
        connection.execute(sa.insert(speakers), rows)


def _surname(name: str) -> str:
    return (name.casefold().split() or [""])[-1]


def _fold(text: str) -> str:
    plain = normalize("NFKD", normalize("NFKD", text).casefold())
    letters = "".join(letter for letter in plain if category(letter) != "Mn")
    return "".join(f" {word}" for word in WORD.findall(letters.casefold()))
