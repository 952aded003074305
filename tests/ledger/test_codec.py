import json
import typing
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.core.events import DOCUMENTS, KINDS, HoldPlaced, Moved, ReadingRecorded
from playbook.core.history import Rollout, fold
from playbook.core.phrase import say
from playbook.core.verdict import Verdict
from playbook.errors import LedgerError
from playbook.ledger.base import STREAMS, Row
from playbook.ledger.codec import canonical, decode, digest, encode, stamp, text_hash

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | NUMBERS | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
FACTS = st.dictionaries(st.text(), JSON, max_size=3)
PLAIN = {str: st.text(), int: st.integers(), float: NUMBERS, bool: st.booleans()}


def values(hint):
    """Return a strategy of values that a field of that type may hold."""
    if typing.get_origin(hint) is typing.Literal:
        return st.sampled_from(typing.get_args(hint))
    if typing.get_origin(hint) is tuple:
        inner = values(typing.get_args(hint)[0])
        return st.lists(inner, max_size=3).map(tuple)
    return FACTS if typing.get_origin(hint) is dict else PLAIN[hint]


def events_of(kind):
    hints = typing.get_type_hints(kind)
    return st.builds(kind, **{field.name: values(hints[field.name]) for field in fields(kind)})


EVENTS = st.one_of([events_of(kind) for kind in KINDS.values()])
ROWS = st.builds(
    Row,
    **dict.fromkeys(("unit", "kind", "at", "by", "data", "previous", "hash", "key"), st.text(max_size=5)),
    stream=st.sampled_from(STREAMS),
    version=st.integers(1),
    position=st.integers(1),
)


# ------------------------------------------------------------------------------------------------- round trips


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@given(data=st.data())
def test_every_kind_of_event_comes_back_equal(kind, data):
    event = data.draw(events_of(kind))

    stream, name, text = encode(event)

    assert decode(name, text) == event
    assert type(decode(name, text)) is kind
    assert (name, stream) == (kind.__name__, "documents" if name in DOCUMENTS else "rollout")


@given(event=EVENTS)
def test_what_is_read_is_written_the_same_again(event):
    _, kind, text = encode(event)

    assert encode(decode(kind, text))[2] == text


def test_verdicts_survive():
    found = say("{n} member found", "{n} members found", n=5)
    verdict = Verdict("squad_size", "fail", "emea/pilot", say("6 to 10"), found, "units/emea.yaml:41", ("p-1",))
    event = Moved("emea", "rollout", "begin", "selection", "pilot", (verdict.record(),))

    back = decode(*encode(event)[1:])

    assert back == event
    assert back.verdicts[0]["found"] == ["{n} member found", {"n": 5}, "{n} members found"]


# ------------------------------------------------------------------------------------------------- canonical


def test_the_canonical_text_is_what_the_record_says():
    text = canonical({"b": [1, 2.5, None, True], "a": {"z": "ü🚧", "y": '"\n'}})

    assert text == '{"a":{"y":"\\"\\n","z":"ü🚧"},"b":[1,2.5,null,true]}'


@given(value=FACTS)
def test_the_order_of_keys_does_not_count(value):
    turned = dict(reversed(value.items()))

    assert canonical(turned) == canonical(value)
    assert json.loads(canonical(value)) == value


def test_fields_with_their_default_are_left_out():
    _, _, text = encode(Moved("emea", "rollout", "begin", "selection", "pilot"))

    assert set(json.loads(text)) == {"subject", "machine", "move", "source", "target"}


def ascii_name(value):
    return type(value).__name__


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), "\udcff", ["\ud800"], {"\udcff": 1}, 10**5000], ids=ascii_name
)
def test_what_json_cannot_hold_is_refused(value):
    with pytest.raises(LedgerError, match="cannot be kept") as caught:
        canonical(value)

    assert caught.value.facts["reason"]


def test_an_event_that_json_cannot_hold_is_refused():
    with pytest.raises(LedgerError):
        encode(ReadingRecorded("emea/pilot", "csat", "2026-11-21", float("nan")))


def test_a_value_that_is_no_json_at_all_is_our_own_mistake():
    with pytest.raises(TypeError):
        canonical({"when": object()})


# ------------------------------------------------------------------------------------------------- refusals


def test_an_unknown_kind_is_named():
    with pytest.raises(LedgerError, match=r"SquadCloned.*newer program") as caught:
        decode("SquadCloned", "{}")

    assert caught.value.facts["kind"] == "SquadCloned"
    assert "upgrade" in caught.value.hint


def test_an_unknown_field_is_the_work_of_a_newer_program_too():
    with pytest.raises(LedgerError, match=r"HoldPlaced.*newer program") as caught:
        decode("HoldPlaced", '{"subject":"emea","reason":"x","until":"2027-01-01"}')

    assert "until" in caught.value.facts["reason"]


@pytest.mark.parametrize("data", ["", "{", "[]", "null", "3", '"text"', '{"subject":' + "9" * 5000 + "}"])
def test_damaged_data_is_told(data):
    with pytest.raises(LedgerError, match="HoldPlaced"):
        decode("HoldPlaced", data)


# ------------------------------------------------------------------------------------------------- rows


def test_rows_become_stamped_events_that_fold():
    _, kind, data = encode(HoldPlaced("emea", "sick leave"))
    row = Row("emea", "rollout", 1, kind, "2026-11-21T09:30:00Z", "p-1", data, "", "")

    state = fold(stamp([row]), Rollout("emea"))

    assert state.standings["emea"].hold == ("2026-11-21T09:30:00Z", "p-1", "sick leave")


def test_stamping_is_lazy():
    bad = Row("emea", "rollout", 1, "SquadCloned", "", "", "{}", "", "")

    stamped = stamp([bad])

    with pytest.raises(LedgerError):
        next(stamped)


# ------------------------------------------------------------------------------------------------- hashes


def test_a_digest_never_changes_between_versions_of_the_program():
    row = Row("emea", "rollout", 1, "HoldPlaced", "2026-11-21T09:30:00Z", "p-1", '{"reason":"ü"}', "", "", "key")

    # printf '%s' '["emea","rollout",1,"HoldPlaced","2026-…","p-1","{\\"reason\\":\\"ü\\"}","","key"]' | sha256sum
    assert digest(row) == "734eec1cc42e4b86f3a9d26cf6ab2823701296209ef4afa9c9d4a00412749e36"


@given(row=ROWS, other=ROWS)
def test_two_rows_have_one_digest_only_if_they_are_one(row, other):
    same = row._replace(hash="", position=0) == other._replace(hash="", position=0)

    assert (digest(row) == digest(other)) is same


@given(row=ROWS, name=st.sampled_from(["unit", "stream", "kind", "at", "by", "data", "previous", "key"]))
def test_every_field_counts(row, name):
    assert digest(row._replace(**{name: getattr(row, name) + "x"})) != digest(row)
    assert digest(row._replace(version=row.version + 1)) != digest(row)


@given(row=ROWS, cut=st.integers(0, 5))
def test_text_cannot_be_pushed_from_one_field_into_the_next(row, cut):
    both = row.at + row.by
    moved = row._replace(at=both[:cut], by=both[cut:])

    assert (digest(moved) == digest(row)) is (moved == row)


@given(row=ROWS)
def test_hash_and_position_do_not_count(row):
    assert digest(row._replace(hash="other", position=99)) == digest(row)


def test_a_text_is_named_by_its_bytes():
    assert text_hash("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert text_hash("ü") != text_hash("u\u0308")
    assert text_hash("a\r\n") != text_hash("a\n")
