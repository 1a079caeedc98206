"""The demo: an invented channel between invented states on an invented island."""
