"""Tests of summarizer.support."""
