"""A store of a million statements: filling it, and measuring what it takes to answer from it."""
