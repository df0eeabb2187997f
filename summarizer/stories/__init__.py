"""Documents about one event: which belong together, their course, what is new in them."""
