"""What Alembic runs around each migration; the connection is handed in by `runner`."""

from alembic import context

from storage.rows import Row
from storage.search_index import is_described

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    include_object=is_described,
    render_as_batch=True,  # SQLite alters most things by building the table anew
)
context.run_migrations()
