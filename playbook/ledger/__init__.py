"""The append-only history: one protocol, and the stores that keep it."""
