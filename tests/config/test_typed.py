import typing

import pytest

from playbook.config.findings import Findings
from playbook.config.source import read
from playbook.config.typed import describe, purposes, validate
from playbook.core.model import NamedWave, Right, Unit
from playbook.core.phrase import Phrase
from playbook.core.stagemap import StageMap


def test_the_purpose_of_a_field_is_its_docstring():
    assert describe(Unit, "sponsor") == "The executive who approves: `Name <mail>`"
    assert describe(Unit, "slice") == "The part of the business that the squads serve"
    assert describe(Unit, "nope") == ""


@pytest.mark.parametrize("cls", [Unit, StageMap, Right, NamedWave])
def test_every_field_that_can_be_missing_says_what_it_is_for(cls):
    assert all(describe(cls, name) for name in typing.get_type_hints(cls))


def test_every_purpose_is_told_to_the_translators_and_reads_the_same_as_a_phrase():
    told = list(purposes())

    assert describe(Unit, "sponsor") in told
    assert len(told) == len(set(told))
    assert any("{{" in one for one in told)
    assert all(str(Phrase(one)) == one.replace("{{", "{").replace("}}", "}") for one in told)


@pytest.mark.parametrize("text", ["waves: [{NamedWave: 1}]", "NamedWave: 1", "waves: [{squads: [{squads: 1}]}]"])
def test_keys_named_like_our_records_lead_nobody_astray(text):
    findings = Findings(read(text.encode(), "x"))

    assert validate(Unit, findings) is None
    assert all(one.line == 1 for one in findings.problems())
