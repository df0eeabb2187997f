"""Tests of sources.cleaning."""
