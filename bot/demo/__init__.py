"""A week of news in two minutes: what happens when, under a clock that moves on by itself."""
