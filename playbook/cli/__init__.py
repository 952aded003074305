"""The command line: thin, one file a noun; main.py has the only table of exit codes, show.py does all printing."""
