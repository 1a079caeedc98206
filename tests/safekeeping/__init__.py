"""Tests of what an operator keeps elsewhere."""
