"""Places as texts name them, and a gazetteer that knows where they are."""
