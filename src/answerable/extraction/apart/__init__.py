"""Reading and cleaning in a child process that can do nothing else and can be killed."""
