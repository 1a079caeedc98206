"""Base page, components, styles and languages; knows no other app."""
