"""Formats that the portfolio can be written in, one file each. To add one: its file, and its line in the table."""

EXPORTERS = {"csv": "playbook.exports.spreadsheet"}
"""Module of each format by the name that `playbook status --format` takes; imported when it is asked for."""
