"""A model's words in place of what happened, as far as the sources bear them out."""
