"""What a figure counts or measures: the phrase after it, before it, or that its sentence lends it."""
