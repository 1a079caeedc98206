"""Sources: who they are, sealed; what they agreed to; and what must not leave because of it."""
