import pytest

from playbook.ledger.sqlite import SqliteLedger

# Their asserts lie in no test file; without this they would say nothing when they fail.
pytest.register_assert_rewrite("tests.ledger.contract", "tests.ledger.files")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "ledger.sqlite"


@pytest.fixture
def ledger(path):
    ledger = SqliteLedger(str(path))
    yield ledger
    ledger.close()


@pytest.fixture
def full(ledger):
    """A ledger with one append in it, closed."""
    from tests.ledger.contract import FULL

    ledger.append(FULL)
    ledger.close()
    return ledger
