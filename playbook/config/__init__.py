"""What people write in YAML, read strictly: every problem of a file at once, with line and column."""
