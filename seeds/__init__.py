"""The first sources: four documents about one event, with their metadata."""

from seeds.loader import load

__all__ = ["load"]
