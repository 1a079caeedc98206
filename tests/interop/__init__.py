"""Tests against programs that share no code with ours."""
