"""Reports, incidents, inquiries, investigations and reviews."""
