"""One module per format: what was sent becomes a Page, blocks of text and what the page states of itself."""
