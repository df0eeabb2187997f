"""Draft a migration: `python -m storage.migrations "what changed"`."""

import sys

from storage.migrations import HEAD
from storage.migrations.runner import draft

draft(" ".join(sys.argv[1:]) or "change", f"{int(HEAD) + 1:04}")
