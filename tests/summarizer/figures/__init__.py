"""Tests of summarizer.figures."""
