"""`verbatim worker`: fetches, understands and composes for bots on other machines, over one PostgreSQL."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Adds the command."""
