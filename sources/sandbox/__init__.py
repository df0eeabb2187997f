"""Parsing what strangers made, in child processes that can be ended: see `sandbox.py`."""

from sources.sandbox.sandbox import Sandbox, SandboxDown

__all__ = ["Sandbox", "SandboxDown"]
