"""One file per command; COMMANDS lists them."""
