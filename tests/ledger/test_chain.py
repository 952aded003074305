import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.errors import LedgerError, Outrun
from playbook.ledger.base import STREAMS, Row
from playbook.ledger.chain import link, verify_chain, vet
from playbook.ledger.codec import digest
from tests.ledger.contract import FULL, batch

STREAM = st.sampled_from(STREAMS)


def chain(streams):
    """Return rows of one unit, one an entry, each in the stream that the entry names."""
    events = [(stream, "HoldPlaced", f'{{"n":{n}}}') for n, stream in enumerate(streams)]
    return list(link(batch(events=events, key="first"), {}, 0))


def heads_of(rows):
    return {row.stream: (row.version, row.hash) for row in rows}


def rewritten(rows, index, **fields):
    """Return the chain after somebody changed one row and made every later hash of its stream fit."""
    rows, previous = list(rows), None
    for number in range(index, len(rows)):
        row = rows[number]
        if row.stream == rows[index].stream:
            row = row._replace(**fields) if number == index else row._replace(previous=previous)
            rows[number] = row._replace(hash=digest(row))
            previous = rows[number].hash
    return rows


CHAINS = st.lists(STREAM, min_size=2, max_size=12).map(chain)


# ------------------------------------------------------------------------------------------------- link


def test_a_batch_becomes_rows_that_follow():
    mixed = [("rollout", "A", "{}"), ("documents", "B", "{}"), ("rollout", "C", "{}")]

    rows = link(batch(events=mixed, key="k"), {"rollout": (4, "head")}, 10)

    assert [(row.stream, row.version, row.position, row.key) for row in rows] == [
        ("rollout", 5, 11, "k"),
        ("documents", 1, 12, ""),
        ("rollout", 6, 13, ""),
    ]
    assert [row.previous for row in rows] == ["head", "", rows[0].hash]
    assert all(row.hash == digest(row) for row in rows)


@pytest.mark.parametrize(("expected", "found"), [(0, 1), (2, 1), (1, 0)])
def test_a_head_that_is_not_the_expected_one_is_outrun(expected, found):
    heads = {"rollout": (found, "hash")} if found else {}

    with pytest.raises(Outrun) as caught:
        link(batch(expected={"rollout": expected}), heads, 0)

    assert caught.value.facts == {"unit": "emea", "stream": "rollout", "expected": expected, "found": found}


def test_the_batch_is_not_used_up():
    heads = {"rollout": (1, "hash")}

    first = link(FULL, {}, 0)

    assert link(FULL, {}, 0) == first
    assert heads == {"rollout": (1, "hash")}


# ------------------------------------------------------------------------------------------------- vet


def test_a_good_batch_passes():
    assert vet(FULL) is None


def test_an_unknown_stream_is_named():
    with pytest.raises(LedgerError, match="'gossip'"):
        vet(batch(stream="gossip"))


def test_one_person_with_two_ids_is_named():
    with pytest.raises(LedgerError, match="Bo <bo@x> and Bob <BO@x> are the same person") as caught:
        vet(batch(people={"p-1": "Bo <bo@x>", "p-2": "Bob <BO@x>"}))

    assert caught.value.facts["ids"] == ("p-1", "p-2")


def test_two_people_who_were_erased_are_not_the_same():
    assert vet(batch(people={"p-1": "", "p-2": ""})) is None


# ------------------------------------------------------------------------------------------------- verify


@given(rows=CHAINS)
def test_an_untouched_chain_holds(rows):
    assert verify_chain(rows) is None
    assert verify_chain(rows, heads_of(rows)) is None
    assert verify_chain(iter(rows), heads_of(rows[:1])) is None


def test_an_empty_chain_holds():
    assert verify_chain([]) is None


@given(
    rows=CHAINS,
    index=st.integers(0, 11),
    field=st.sampled_from(["unit", "kind", "at", "by", "data", "previous", "hash", "key"]),
)
def test_a_changed_event_is_found(rows, index, field):
    index %= len(rows)
    rows[index] = rows[index]._replace(**{field: getattr(rows[index], field) + "x"})

    flaw = verify_chain(rows)

    assert flaw.row is rows[index]
    assert (flaw.stream, flaw.version) == (rows[index].stream, rows[index].version)
    assert str(flaw.reason)


@given(rows=CHAINS, index=st.integers(0, 11))
def test_a_changed_event_with_a_new_hash_is_found_at_the_next_one(rows, index):
    index %= len(rows)
    row = rows[index]._replace(by="p-666")
    rows[index] = row._replace(hash=digest(row))
    later = [other for other in rows[index + 1 :] if other.stream == row.stream]

    flaw = verify_chain(rows)

    assert (flaw and flaw.row) == (later[0] if later else None)


@given(rows=CHAINS, index=st.integers(0, 11))
def test_a_removed_event_is_found_unless_it_was_the_last(rows, index):
    gone = rows.pop(index % len(rows))
    later = [other for other in rows if other.stream == gone.stream and other.version > gone.version]

    flaw = verify_chain(rows)

    assert (flaw and flaw.row) == (later[0] if later else None)


@given(rows=CHAINS, data=st.data())
def test_events_that_changed_places_are_found(rows, data):
    first, second = sorted(data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=2, max_size=2, unique=True)))
    between = {row.stream for row in rows[first : second + 1]}
    rows[first], rows[second] = rows[second], rows[first]
    moved = rows[first].stream in {row.stream for row in rows[first + 1 : second + 1]} or (
        rows[second].stream in {row.stream for row in rows[first:second]}
    )

    flaw = verify_chain(rows)

    assert between
    assert (flaw is not None) is moved


@given(rows=CHAINS)
def test_an_event_that_was_slipped_in_is_found(rows):
    extra = rows[0]._replace(data='{"n":-1}')
    rows.insert(1, extra._replace(hash=digest(extra)))

    assert verify_chain(rows).row is rows[1]


def test_an_event_moved_to_the_other_stream_is_found():
    rows = chain(["rollout", "rollout"])
    rows[1] = rows[1]._replace(stream="documents", version=1, previous="")

    assert verify_chain(rows).row is rows[1]


def test_positions_that_run_backwards_are_found():
    rows = chain(["rollout", "rollout"])
    rows[1] = rows[1]._replace(position=1)

    assert "reordered" in str(verify_chain(rows).reason)


# ------------------------------------------------------------------------------------------------- outside heads


@given(rows=CHAINS)
def test_a_cut_tail_is_found_with_a_head_from_outside_only(rows):
    heads = heads_of(rows)
    last = rows.pop()

    flaw = verify_chain(rows, heads)

    assert verify_chain(rows) is None
    assert (flaw.row, flaw.stream, flaw.version) == (None, last.stream, last.version)
    assert "is missing" in str(flaw.reason)


def test_a_wiped_ledger_is_found():
    rows = chain(["rollout"] * 3)

    assert verify_chain([], heads_of(rows)).version == 1


@given(rows=CHAINS, index=st.integers(0, 11))
def test_a_chain_that_was_written_anew_is_found_with_a_head_from_outside_only(rows, index):
    index %= len(rows)
    forged = rewritten(rows, index, data='{"n":"forged"}')

    flaw = verify_chain(forged, heads_of(rows))

    assert verify_chain(forged) is None
    assert flaw.stream == rows[index].stream
    assert "written anew" in str(flaw.reason)


@given(rows=CHAINS)
def test_a_head_from_the_middle_proves_what_came_before_it(rows):
    middle = heads_of(rows[: len(rows) // 2])
    forged = rewritten(rows, 0, by="p-666")

    assert verify_chain(rows, middle) is None
    assert verify_chain(forged, middle) is not None


def test_a_long_chain_is_verified_without_being_held():
    def endless():
        previous = ""
        for version in range(1, 20_001):
            row = Row("emea", "rollout", version, "A", "", "", "{}", previous, "")
            previous = digest(row)
            yield row._replace(hash=previous)

    assert verify_chain(endless()) is None
