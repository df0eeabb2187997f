"""How the shipped weights were made; runs from a clean checkout and a path to the data."""
