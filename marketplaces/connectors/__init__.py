"""One folder per marketplace; the registry finds them, nobody names them."""
