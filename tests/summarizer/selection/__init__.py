"""Tests of summarizer.selection."""
