import json

import pytest

from playbook.core.phrase import Phrase, say
from playbook.core.verdict import Verdict

NEEDED = say("{n} member is needed", "{n} members are needed", n=6)


@pytest.mark.parametrize(
    ("status", "stands"), [("pass", False), ("waived", False), ("fail", True), ("undecided", True)]
)
def test_only_a_pass_or_a_waiver_opens(status, stands):
    assert Verdict("squad_size", status, "emea/pilot", NEEDED, say("5")).stands_in_the_way is stands


def test_what_the_history_keeps_is_plain_and_has_no_language():
    kept = Verdict("squad_size", "fail", "emea/pilot", NEEDED, say("five"), "units/emea.yaml:4", ("p-1",)).record()

    assert json.loads(json.dumps(kept)) == kept
    assert str(Phrase(*kept["needed"])) == "6 members are needed"
    assert (kept["condition"], kept["status"], kept["subject"]) == ("squad_size", "fail", "emea/pilot")
    assert (kept["where"], kept["clears"]) == ("units/emea.yaml:4", ["p-1"])
