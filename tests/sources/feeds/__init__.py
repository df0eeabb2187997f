"""Tests of sources.feeds."""
