"""Documents that come in, and what was read from them."""
