"""Tags with which other pages show what they may of a source."""
