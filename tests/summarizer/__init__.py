"""Tests of summarizer."""
