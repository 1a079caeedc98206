"""Tests of documents that come in."""
