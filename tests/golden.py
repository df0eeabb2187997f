"""Golden files: what people see, as files that a reviewer reads; `UPDATE_GOLDEN=1 make test` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path


def check(path: Path, shown: str) -> None:
    """The text equals the file's; a difference shows both in the test's report."""
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown + "\n", encoding="utf-8")
    assert path.exists(), f"no golden file {path.name}; look at the text, then run with UPDATE_GOLDEN=1"
    assert shown + "\n" == path.read_text(encoding="utf-8")
