"""Dates as texts state them, also those that count from the day of publication."""
