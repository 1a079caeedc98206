"""Tests that what an earlier release wrote goes on."""
