"""The first sources: four documents about one event, with their metadata."""
