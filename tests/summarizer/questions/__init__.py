"""Tests of summarizer.questions."""
