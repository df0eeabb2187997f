"""Digests under way: floods, kills, and answers beside them. Scripts that measure, and short versions as tests."""
