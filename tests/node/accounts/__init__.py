"""Tests of the node's accounts."""
