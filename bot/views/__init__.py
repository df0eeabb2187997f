"""Data to text with marks; pure."""
