"""Tests of the rules that both sides share."""
