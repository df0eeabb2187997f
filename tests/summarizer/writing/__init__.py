"""Tests of summarizer.writing."""
