"""Numbers with owners."""
