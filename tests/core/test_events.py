from dataclasses import fields, is_dataclass

import pytest

from playbook.core import events as e

KINDS = sorted(e.KINDS.items())


def test_each_kind_is_known_by_its_name():
    assert all(name == kind.__name__ for name, kind in KINDS)
    declared = {one for one in vars(e).values() if isinstance(one, type) and is_dataclass(one)}
    assert declared == set(e.KINDS.values())


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_each_is_about_a_subject_and_in_the_past_tense(name, kind):
    assert fields(kind)[0].name == "subject"
    assert name.endswith("ed") or name == "BaselineSet"


def test_what_happens_to_documents_is_told_apart():
    assert set(e.DOCUMENTS) == {name for name in e.KINDS if name.startswith("Document")}
