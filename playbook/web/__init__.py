"""Pages in a browser, for reading along (optional)."""
