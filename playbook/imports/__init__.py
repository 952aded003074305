"""Tables that other programs wrote, read row by row. One file a format; nothing of the workspace is known here."""
