"""A reliable channel between parties about incidents in which civilians were harmed."""

__version__ = "0.2.0"
