"""Reports, incidents, inquiries and what both sides do with them."""
