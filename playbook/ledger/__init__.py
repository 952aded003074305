"""The append-only history: one protocol, and the stores that keep it."""

STORES = {
    "memory": "playbook.ledger.memory:MemoryLedger",
    "sqlite": "playbook.ledger.sqlite:SqliteLedger",
}
"""Every store by name: the module and the class in it, made with one text (where the history is kept).

Texts and not classes, so that a command pays for the import of the store it opens, and for no other.
"""
