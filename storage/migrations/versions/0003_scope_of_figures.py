"""Event, place and time of a figure, and the vector of what it counts."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    for name in ("event", "place", "time", "scope_text"):
        op.add_column("figure", sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    op.add_column("figure", sa.Column("meaning", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Go back to the revision before."""
    for name in ("meaning", "scope_text", "time", "place", "event"):
        op.drop_column("figure", name)
