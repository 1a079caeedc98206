"""Who was harmed, how many, and of what a figure is told."""
