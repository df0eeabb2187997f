"""Tests of summarizer.gate."""
