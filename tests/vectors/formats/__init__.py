"""What stands in the files: one module for each part of the protocol."""
