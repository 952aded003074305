import pytest

from playbook.ledger.memory import MemoryLedger
from tests.ledger.contract import FULL, LedgerContract


class TestMemoryLedger(LedgerContract):
    @pytest.fixture
    def ledger(self):
        return MemoryLedger()


def test_two_ledgers_in_memory_share_nothing():
    first, second = MemoryLedger(), MemoryLedger("anything")

    first.append(FULL)

    assert second.units() == []
