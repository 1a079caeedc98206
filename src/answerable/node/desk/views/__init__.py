"""The desk's pages: find what the person may see, do one deed, answer."""
