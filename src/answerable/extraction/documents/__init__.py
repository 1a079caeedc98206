"""Files of every kind that is accepted: what they are, and the words in them."""
