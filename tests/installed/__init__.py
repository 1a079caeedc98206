"""Tests that the installed package, not the clone, must pass."""
