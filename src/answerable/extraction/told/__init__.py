"""What was struck, by what means, by whom as stated, and who says so or denies it."""
