"""Quality floors that cannot be lowered silently."""
