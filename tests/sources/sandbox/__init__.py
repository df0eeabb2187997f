"""Tests of sources.sandbox."""
