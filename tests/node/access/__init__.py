"""Who gets what at which address: every address, every role, open and in a compartment."""
