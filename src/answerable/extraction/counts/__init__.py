"""Numbers as texts state them, in figures and in words."""
