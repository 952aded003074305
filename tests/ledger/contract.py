"""What every store promises. A store's test file has one subclass of `LedgerContract` with a `ledger` fixture."""

from dataclasses import replace

import pytest

from playbook.core.events import HoldLifted, HoldPlaced
from playbook.errors import LedgerError, Outrun
from playbook.ledger.base import Append
from playbook.ledger.chain import verify_chain
from playbook.ledger.codec import encode
from playbook.ledger.memory import MemoryLedger

ANA = "Ana Diaz <ana@example.org>"


def batch(unit="emea", *, key="", expected=None, events=1, stream="rollout", **more):
    """Return an append of so many events to one stream (or of the events given)."""
    one = (stream, "HoldPlaced", '{"reason":"why","subject":"emea"}')
    many = [one] * events if isinstance(events, int) else events
    defaults = {"at": "2026-11-21T09:30:00Z", "by": "p-1", "expected": expected or {}, "events": many}
    return Append(unit=unit, key=key, **{**defaults, **more})


def picture(ledger):
    """Return everything that can be asked of a ledger, to see whether anything changed."""
    units = ledger.units()
    return (
        [(list(ledger.read(unit)), ledger.heads(unit), ledger.tree(unit)) for unit in [*units, "emea", "apac"]],
        ledger.lines(),
        ledger.people(),
        [ledger.text(name) for name in ("t1", "t2", "t3")],
        ledger.allocations(["p-1", "p-2", "p-3"]),
    )


FULL = batch(
    key="first",
    expected={"rollout": 0, "documents": 0},
    texts={"t1": "one"},
    people={"p-1": ANA},
    line={"unit": "emea", "stage": "pilot"},
    tree={"unit": "emea", "squads": ["pilot"]},
    allocations={"p-1": 60, "p-2": 100},
)

WITHOUT = replace(FULL, allocations=None)


class LedgerContract:
    # ------------------------------------------------------------------------------------------- an empty ledger

    def test_an_empty_ledger_answers_every_question(self, ledger):
        assert list(ledger.read("emea")) == []
        assert list(ledger.read("emea", "rollout", 3)) == []
        assert ledger.heads("emea") == {}
        assert ledger.units() == []
        assert ledger.text("t1") is None
        assert ledger.people() == {}
        assert ledger.people(["p-1"]) == {}
        assert ledger.find_person(ANA) is None
        assert ledger.lines() == []
        assert ledger.tree("emea") is None
        assert ledger.allocations(["p-1"]) == {}

    def test_a_name_that_is_not_utf8_is_nobodys(self, ledger):
        ledger.append(FULL)

        assert list(ledger.read("\udcff")) == []
        assert ledger.heads("\udcff") == {}
        assert ledger.tree("\udcff") is None
        assert ledger.text("\udcff") is None
        assert ledger.find_person("\udcff") is None
        assert ledger.people(["\udcff"]) == {}
        assert ledger.allocations(["\udcff"]) == {}

    # ------------------------------------------------------------------------------------------- append and read

    def test_what_was_appended_is_read_back(self, ledger):
        event = encode(HoldPlaced("emea/pilot", "die Straße ist gesperrt 🚧"))

        written = ledger.append(replace(FULL, events=[event]))

        (row,) = written.rows
        assert not written.repeated
        assert (row.unit, row.stream, row.version, row.position) == ("emea", "rollout", 1, 1)
        assert (row.kind, row.data) == event[1:]
        assert (row.at, row.by, row.key, row.previous) == (FULL.at, "p-1", "first", "")
        assert list(ledger.read("emea")) == [row]

    def test_versions_count_from_one_in_each_stream_of_each_unit(self, ledger):
        ledger.append(batch(events=2))
        ledger.append(batch("apac"))
        ledger.append(batch(stream="documents"))
        ledger.append(batch())

        rows = [*ledger.read("emea"), *ledger.read("apac")]

        assert [(row.unit, row.stream, row.version) for row in rows] == [
            ("emea", "rollout", 1),
            ("emea", "rollout", 2),
            ("emea", "documents", 1),
            ("emea", "rollout", 3),
            ("apac", "rollout", 1),
        ]

    def test_events_come_in_order_of_arrival_across_streams(self, ledger):
        for turn in range(40):
            ledger.append(batch(stream=("rollout", "documents")[turn % 3 == 0]))

        rows = list(ledger.read("emea"))

        assert [row.position for row in rows] == list(range(1, 41))

    def test_one_append_may_mix_streams(self, ledger):
        first, second = encode(HoldPlaced("emea", "x")), encode(HoldLifted("emea"))
        mixed = [first, ("documents", *first[1:]), second]

        written = ledger.append(batch(expected={"rollout": 0, "documents": 0}, events=mixed))

        assert [(row.stream, row.version) for row in written.rows] == [("rollout", 1), ("documents", 1), ("rollout", 2)]
        assert list(ledger.read("emea")) == list(written.rows)

    def test_a_stream_is_read_above_a_version(self, ledger):
        ledger.append(batch(events=5))
        ledger.append(batch(stream="documents", events=2))

        above = [(row.stream, row.version) for row in ledger.read("emea", "rollout", 3)]

        assert above == [("rollout", 4), ("rollout", 5)]
        assert [row.version for row in ledger.read("emea", "documents")] == [1, 2]
        assert list(ledger.read("emea", "nothing")) == []

    def test_a_long_history_is_read_whole(self, ledger):
        ledger.append(batch(events=2500))
        ledger.append(batch(stream="documents", events=1200))

        rows = list(ledger.read("emea"))

        assert [row.position for row in rows] == list(range(1, 3701))
        assert verify_chain(rows, ledger.heads("emea")) is None

    def test_a_reading_does_not_see_what_is_appended_meanwhile(self, ledger):
        ledger.append(batch(events=3))
        rows = ledger.read("emea")
        first = next(rows)

        ledger.append(batch(events=3))

        assert [row.version for row in [first, *rows]] == [1, 2, 3]

    def test_rows_are_bound_to_the_row_before_them(self, ledger):
        ledger.append(batch(events=2))
        ledger.append(batch(events=1))

        first, second, third = ledger.read("emea")

        assert (first.previous, second.previous, third.previous) == ("", first.hash, second.hash)
        assert verify_chain([first, second, third]) is None

    def test_heads_are_the_last_versions_and_hashes(self, ledger):
        ledger.append(batch(events=3))
        last = ledger.append(batch(stream="documents")).rows[-1]

        heads = ledger.heads("emea")

        assert heads == {"rollout": (3, list(ledger.read("emea"))[2].hash), "documents": (1, last.hash)}
        assert ledger.heads("apac") == {}

    def test_units_are_sorted_and_named_once(self, ledger):
        for unit in ("rev-ops", "apac", "emea", "apac", "emea"):
            ledger.append(batch(unit))

        assert ledger.units() == ["apac", "emea", "rev-ops"]

    # ------------------------------------------------------------------------------------------- who is first

    def test_the_slower_of_two_writers_is_outrun(self, ledger):
        ledger.append(batch(expected={"rollout": 0}))
        before = picture(ledger)

        with pytest.raises(Outrun) as caught:
            ledger.append(replace(FULL, key="late", events=FULL.events * 2))

        assert caught.value.facts == {"unit": "emea", "stream": "rollout", "expected": 0, "found": 1}
        assert "emea" in caught.value.message
        assert caught.value.hint
        assert picture(ledger) == before

    def test_every_stream_that_is_named_is_checked(self, ledger):
        ledger.append(batch(stream="documents"))

        with pytest.raises(Outrun) as caught:
            ledger.append(batch(expected={"rollout": 0, "documents": 0}))

        assert caught.value.facts["stream"] == "documents"

    def test_a_version_that_is_not_reached_yet_is_no_better(self, ledger):
        with pytest.raises(Outrun):
            ledger.append(batch(expected={"rollout": 7}))

        assert ledger.units() == []

    def test_a_stream_that_is_not_named_is_not_checked(self, ledger):
        ledger.append(batch(stream="documents"))

        written = ledger.append(batch(expected={"rollout": 0}, stream="documents"))

        assert written.rows[0].version == 2

    def test_other_units_do_not_matter(self, ledger):
        ledger.append(batch("apac", expected={"rollout": 0}))

        written = ledger.append(batch("emea", expected={"rollout": 0}))

        assert written.rows[0].version == 1

    # ------------------------------------------------------------------------------------------- once

    def test_the_same_key_happens_once(self, ledger):
        first = ledger.append(replace(FULL, events=FULL.events * 3))
        ledger.append(batch(events=2))
        before = picture(ledger)

        again = ledger.append(replace(FULL, texts={"t2": "two"}, people={"p-2": "Bo <bo@example.org>"}, line={}))

        assert again.repeated
        assert again.rows == first.rows
        assert picture(ledger) == before

    def test_a_used_key_is_known(self, ledger):
        before = ledger.used("k")
        ledger.append(batch(key="k", events=2))
        ledger.append(batch())

        assert (before, ledger.used("k"), ledger.used("other")) == (False, True, False)
        assert ledger.used("") is False

    def test_no_key_is_no_promise(self, ledger):
        ledger.append(batch(key=""))
        second = ledger.append(batch(key=""))

        assert not second.repeated
        assert ledger.heads("emea")["rollout"][0] == 2

    def test_a_key_whose_append_failed_is_free(self, ledger):
        with pytest.raises(Outrun):
            ledger.append(batch(key="k", expected={"rollout": 9}))

        assert not ledger.append(batch(key="k")).repeated

    # ------------------------------------------------------------------------------------------- all or nothing

    @pytest.mark.parametrize(
        "bad",
        [
            {"events": [*FULL.events, ("gossip", "HoldPlaced", "{}")]},
            {"expected": {"gossip": 0}},
            {"events": [*FULL.events, ("rollout", "HoldPlaced", '{"reason":"\udcff"}')]},
            {"texts": {"t2": "fine", "t3": "\ud800"}},
            {"people": {"p-2": "Bo\udcff <bo@example.org>"}},
            {"by": "\udcff"},
            {"line": {"value": float("nan")}},
            {"tree": {"name": "\udcff"}},
            {"people": {"p-2": "Bo <bo@example.org>", "p-3": "Bob <BO@example.org>"}},
        ],
        ids=lambda bad: next(iter(bad)),
    )
    def test_an_append_that_fails_changes_nothing(self, ledger, bad):
        ledger.append(replace(FULL, key="before"))
        before = picture(ledger)

        with pytest.raises(LedgerError) as caught:
            ledger.append(replace(FULL, **{"key": "bad", "expected": {}, "people": {}, **bad}))

        assert caught.value.message
        assert picture(ledger) == before

    def test_an_append_without_events_keeps_the_rest(self, ledger):
        written = ledger.append(replace(FULL, events=[]))

        assert written.rows == ()
        assert ledger.text("t1") == "one"
        assert ledger.tree("emea") == FULL.tree
        assert ledger.units() == []

    # ------------------------------------------------------------------------------------------- texts

    def test_a_text_is_kept_once_and_never_replaced(self, ledger):
        ledger.append(batch(texts={"t1": "one", "t2": ""}))
        ledger.append(batch(texts={"t1": "another", "t3": "three\r\nlines\n"}))

        assert [ledger.text(name) for name in ("t1", "t2", "t3", "t4")] == ["one", "", "three\r\nlines\n", None]

    # ------------------------------------------------------------------------------------------- people

    def test_people_are_found_by_id(self, ledger):
        ledger.append(batch(people={"p-2": "Bo", "p-1": ANA}))

        assert ledger.people() == {"p-1": ANA, "p-2": "Bo"}
        assert ledger.people(["p-1", "p-9"]) == {"p-1": ANA}
        assert ledger.people(iter(["p-2"])) == {"p-2": "Bo"}
        assert ledger.people([]) == {}

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            (ANA, "p-1"),
            ("ANA DIAZ <Ana@Example.ORG>", "p-1"),
            ("A. Diaz <ana@example.org>", "p-1"),
            ("<ana@example.org>", "p-1"),
            ("Ana Diaz <other@example.org>", None),
            ("Ana Diaz", None),
            ("ana@example.org", None),
            ("Zoë  Straße", "p-2"),
            ("zoe\u0308 STRASSE", "p-2"),
            ("Zoë Straße <zoe@example.org>", None),
            ("", None),
            ("<>", None),
        ],
    )
    def test_a_person_is_found_by_the_mail_or_else_by_the_name(self, ledger, wanted, found):
        ledger.append(batch(people={"p-1": ANA, "p-2": "Zo\u00eb Straße"}))

        assert ledger.find_person(wanted) == found

    def test_two_writers_cannot_give_one_person_two_ids(self, ledger):
        ledger.append(batch(people={"p-1": ANA}))
        before = picture(ledger)

        with pytest.raises(Outrun):
            ledger.append(batch("apac", people={"p-2": "Ana <ANA@example.org>"}))

        assert picture(ledger) == before

    def test_a_person_can_be_corrected_without_touching_an_event(self, ledger):
        rows = ledger.append(batch(people={"p-1": ANA})).rows

        ledger.append(batch("apac", people={"p-1": "Ana Moreno <ana.moreno@example.org>"}))

        assert ledger.people() == {"p-1": "Ana Moreno <ana.moreno@example.org>"}
        assert ledger.find_person(ANA) is None
        assert ledger.find_person("<ana.moreno@example.org>") == "p-1"
        assert tuple(ledger.read("emea")) == rows

    # ------------------------------------------------------------------------------------------- projections

    def test_lines_and_trees_are_kept_with_the_events(self, ledger):
        ledger.append(batch("rev-ops", line={"unit": "rev-ops", "n": 1}, tree={"a": [1, 2.5, None, True, "ü"]}))
        ledger.append(FULL)

        assert ledger.lines() == [FULL.line, {"unit": "rev-ops", "n": 1}]
        assert ledger.tree("rev-ops") == {"a": [1, 2.5, None, True, "ü"]}
        assert ledger.tree("apac") is None

    def test_an_append_without_a_projection_leaves_the_old_one(self, ledger):
        ledger.append(FULL)
        ledger.append(batch())
        ledger.append(batch(line={"stage": "stabilisation"}))

        assert ledger.lines() == [{"stage": "stabilisation"}]
        assert ledger.tree("emea") == FULL.tree

    def test_a_projection_can_be_replaced(self, ledger):
        rows = ledger.append(FULL).rows

        ledger.project("emea", {"a": 1}, {"b": 2})
        ledger.project("apac", {"c": 3}, {"d": 4})

        assert ledger.lines() == [{"c": 3}, {"a": 1}]
        assert (ledger.tree("emea"), ledger.tree("apac")) == ({"b": 2}, {"d": 4})
        assert tuple(ledger.read("emea")) == rows

    def test_whose_time_each_unit_has_is_kept_by_person(self, ledger):
        ledger.append(FULL)
        ledger.append(batch("apac", allocations={"p-1": 40, "p-3": 80}))

        assert ledger.allocations(["p-3", "p-1", "p-4"]) == {"p-1": {"apac": 40, "emea": 60}, "p-3": {"apac": 80}}
        assert ledger.allocations([]) == {}

    def test_an_append_without_allocations_leaves_the_old_ones(self, ledger):
        ledger.append(FULL)

        ledger.append(batch())

        assert ledger.allocations(["p-1", "p-2"]) == {"p-1": {"emea": 60}, "p-2": {"emea": 100}}

    def test_new_allocations_of_a_unit_replace_all_of_its_old_ones(self, ledger):
        ledger.append(FULL)
        ledger.append(batch("apac", allocations={"p-2": 10}))

        ledger.append(batch(allocations={"p-1": 80, "p-3": 0}))

        assert ledger.allocations(["p-1", "p-2", "p-3"]) == {"p-1": {"emea": 80}, "p-2": {"apac": 10}}

    def test_a_unit_can_let_everybody_go(self, ledger):
        ledger.append(FULL)

        ledger.append(batch(allocations={}))

        assert ledger.allocations(["p-1", "p-2"]) == {}

    def test_allocations_are_no_part_of_the_chain(self, ledger):
        with_time = ledger.append(FULL).rows

        assert [row.hash for row in with_time] == [row.hash for row in MemoryLedger().append(WITHOUT).rows]

    def test_the_slower_of_two_writers_allocates_nothing(self, ledger):
        ledger.append(FULL)

        with pytest.raises(Outrun):
            ledger.append(batch(expected={"rollout": 0}, allocations={"p-3": 100}))

        assert ledger.allocations(["p-1", "p-2", "p-3"]) == {"p-1": {"emea": 60}, "p-2": {"emea": 100}}

    def test_allocations_can_be_made_anew_without_touching_events(self, ledger):
        rows = ledger.append(FULL).rows

        ledger.project("emea", {"a": 1}, {"b": 2}, {"p-3": 50})
        ledger.project("emea", {"a": 1}, {"b": 2})

        assert ledger.allocations(["p-1", "p-2", "p-3"]) == {"p-3": {"emea": 50}}
        assert tuple(ledger.read("emea")) == rows

    def test_somebody_whose_id_is_not_utf8_is_given_to_nobody(self, ledger):
        with pytest.raises(LedgerError):
            ledger.append(batch(allocations={"\udcff": 100}))

        assert ledger.units() == []

    def test_what_is_handed_out_is_nobody_elses(self, ledger):
        ledger.append(FULL)

        ledger.lines()[0]["stage"] = "changed"
        ledger.tree("emea")["squads"].append("changed")

        assert ledger.lines() == [FULL.line]
        assert ledger.tree("emea") == FULL.tree

    # ------------------------------------------------------------------------------------------- the end

    def test_closing_twice_is_no_mistake(self, ledger):
        ledger.append(FULL)

        ledger.close()
        ledger.close()
