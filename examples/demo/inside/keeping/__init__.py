"""What each party's people keep among themselves: no page is empty, and nothing of it is said."""
