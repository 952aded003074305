"""What a person can ask for, one file a request family; it knows protocols, never a real store or clock."""
