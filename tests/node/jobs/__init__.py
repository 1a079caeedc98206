"""Tests of the node's jobs."""
