"""What can be done with documents, one function for each deed."""
