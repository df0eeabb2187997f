"""Tests of summarizer.statements."""
