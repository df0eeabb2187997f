"""What the gate says of a briefing that it must not let through."""

from __future__ import annotations

import pytest

from summarizer.errors import GateError
from summarizer.gate.verify import verify
from summarizer.types import Briefing


def refusal(draft: Briefing) -> str:
    """What the gate says about a briefing that it must not let through."""
    with pytest.raises(GateError) as error:
        verify(draft)
    assert error.value.pieces
    return "; ".join(error.value.pieces)
