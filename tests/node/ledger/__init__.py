"""Channels, logs, receipts and sync."""
