"""Tests of answerable.node."""
