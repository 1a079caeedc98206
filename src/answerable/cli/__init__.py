"""The command line: `answerable`. Checking and reading need no node; the rest import it late."""
