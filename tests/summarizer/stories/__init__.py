"""Tests of summarizer.stories."""
