"""The arrows of the house, as tests."""
