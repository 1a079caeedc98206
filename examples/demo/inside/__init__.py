"""What the making of the demo does inside each node's process, by its services alone."""
