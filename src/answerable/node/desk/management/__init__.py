"""Commands of the desk for an operator."""
