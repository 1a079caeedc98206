"""Values to test against: JSON files for any implementation, and what makes them."""
