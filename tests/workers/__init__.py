"""Workers on one PostgreSQL: how many documents a second, and what happens to them when workers are killed."""
