"""Tests of summarizer.telling."""
