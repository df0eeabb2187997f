"""Tests of sources.web."""
