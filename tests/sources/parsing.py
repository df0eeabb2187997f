"""One sandbox for all tests that need one as the product has it: a child's start costs more than most pages."""

from __future__ import annotations

from sources.sandbox import Sandbox

SANDBOX = Sandbox()
"""Starts its child with the first page, and ends it with the tests."""
