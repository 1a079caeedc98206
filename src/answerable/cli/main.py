"""The entrance of the command line: one table of commands, each imported only when called."""
