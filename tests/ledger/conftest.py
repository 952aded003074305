import pytest

# The contract's asserts live in no test file; without this they would say nothing when they fail.
pytest.register_assert_rewrite("tests.ledger.contract")
