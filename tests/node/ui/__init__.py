"""Tests of the node's ui."""
