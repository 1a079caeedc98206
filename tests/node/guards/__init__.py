"""What holds over all pages and fields: nothing hostile breaks, nothing private leaves."""
