"""A reliable channel between parties about incidents in which civilians were harmed."""
