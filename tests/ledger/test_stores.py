from importlib import import_module

import pytest

from playbook.ledger import STORES
from tests.ledger.contract import FULL


@pytest.mark.parametrize("name", STORES)
def test_every_store_of_the_table_is_there_and_made_with_one_text(tmp_path, name):
    module, _, store = STORES[name].partition(":")

    ledger = getattr(import_module(module), store)(str(tmp_path / "ledger"))

    assert ledger.append(FULL).rows
    assert ledger.units() == ["emea"]
    ledger.close()
