"""Tests of the first sources."""
