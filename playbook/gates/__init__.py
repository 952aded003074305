"""The conditions on a move, one pure file each."""
