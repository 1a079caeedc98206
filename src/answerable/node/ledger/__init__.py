"""Channels, parties, logs, receipts and sync."""
