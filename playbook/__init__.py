"""A rollout playbook engine: one pilot squad, got right, then replicated in waves."""
