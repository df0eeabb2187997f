"""`verbatim backup | restore | migrate-db`: everything that is stored, taken along to a file or another database."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Adds the commands."""
