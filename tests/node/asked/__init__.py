"""Tests of the side that is asked."""
