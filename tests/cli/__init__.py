"""Tests of answerable.cli."""
