"""`tick`, `untick`, `measure` at the keyboard."""

import itertools

import pytest

from tests.cli.conftest import edit

CHECKLIST = "documents/first/pilot/launch-checklist.md"


def test_without_items_the_checklist_is_listed(pilot, pb):
    answer = pb("tick", "first/pilot")

    assert "launch.sponsor-spoke" in answer.out
    assert "needs evidence" in answer.out


def test_before_there_is_a_checklist_it_says_so(synced, pb):
    assert "no checklist" in pb("tick", "first/pilot").out
    assert pb("tick", "first/pilot", "launch.lead-free").code == 2


def test_a_tick_by_command_is_in_the_file(pilot, pb):
    pb("tick", "first/pilot", "launch.lead-free")

    [line] = [one for one in (pilot / CHECKLIST).read_text(encoding="utf-8").splitlines() if "launch.lead-free" in one]
    assert line.startswith("- [x] ")


def test_a_tick_in_the_file_is_in_the_list(pilot, pb):
    text = (pilot / CHECKLIST).read_text(encoding="utf-8").splitlines()
    ticked = [line.replace("[ ]", "[X]") if "launch.lead-free" in line else line for line in text]
    (pilot / CHECKLIST).write_text("\n".join(ticked) + "\n", encoding="utf-8")

    items = {one["item"]: one["ticked"] for one in pb("tick", "first/pilot", "--json").data}

    assert items["launch.lead-free"] or "1 tick read back" in pb("sync").out


def test_untick_takes_it_back_in_the_file_as_well(pilot, pb):
    pb("tick", "first/pilot", "launch.lead-free")

    assert pb("untick", "first/pilot", "launch.lead-free").out == "1 tick taken back\n"
    assert "[x]" not in (pilot / CHECKLIST).read_text(encoding="utf-8")


def test_what_is_not_ticked_cannot_be_unticked(pilot, pb):
    assert pb("untick", "first/pilot", "launch.lead-free").code == 2


def test_one_wrong_item_ticks_none(pilot, pb):
    answer = pb("tick", "first/pilot", "launch.lead-free", "launch.lead-fee")

    assert answer.code == 2
    assert "[x]" not in (pilot / CHECKLIST).read_text(encoding="utf-8")


def test_evidence_and_reasons_are_in_the_file(pilot, pb):
    pb("tick", "first/pilot", "launch.heads-released", "--evidence", "folder 3")
    pb("tick", "first/pilot", "launch.lead-free", "--not-applicable", "leads nothing else")

    text = (pilot / CHECKLIST).read_text(encoding="utf-8")
    assert "folder 3" in text
    assert "leads nothing else" in text


def test_a_tick_that_lacks_its_evidence_does_not_look_done(pilot, pb):
    answer = pb("tick", "first/pilot", "launch.heads-released")

    assert "? launch.heads-released; --evidence is needed before it counts" in answer.out
    [line] = [one for one in pb("tick", "first/pilot").out.splitlines() if "launch.heads-released" in one]
    assert line.startswith("? ")
    assert line.endswith("needs evidence")


@pytest.mark.parametrize("option", ["--evidence", "--not-applicable"])
def test_what_is_kept_for_good_is_one_clean_line(pilot, pb, option):
    pb("tick", "first/pilot", "launch.heads-released", option, " folder\n 3\x1b ")

    text = (pilot / CHECKLIST).read_text(encoding="utf-8")
    assert ": folder 3" in text


@pytest.mark.parametrize("blank", ["", " \t"])
def test_a_blank_reason_is_none(pilot, pb, blank):
    answer = pb("tick", "first/pilot", "launch.lead-free", "--not-applicable", blank)

    assert answer.code == 2
    assert "say it in a few words" in answer.err


def test_a_note_on_the_ticked_line_and_below_it_stays(pilot, pb):
    text = (pilot / CHECKLIST).read_text(encoding="utf-8")
    [line] = [one for one in text.splitlines() if "launch.lead-free" in one]
    edit(pilot / CHECKLIST, line, line.replace(" <!--", " (from Monday on) <!--") + "\n  said at the stand-up")

    pb("tick", "first/pilot", "launch.lead-free")

    text = (pilot / CHECKLIST).read_text(encoding="utf-8")
    assert "(from Monday on)" in text
    assert "  said at the stand-up" in text
    assert "[x]" in text


# ------------------------------------------------------------------------------------------------ readings


def test_readings_are_recorded_once(operating, pb):
    assert pb("measure", "first/pilot", "days-to-wash", "2026-11-30=3", "2026-11-23=4").out == "2 readings recorded\n"
    assert pb("measure", "first/pilot", "days-to-wash", "2026-11-30=3").out == "0 readings recorded, 1 known already\n"


def test_a_second_value_for_a_day_replaces_the_first(operating, pb):
    pb("measure", "first/pilot", "days-to-wash", "2026-11-30=3")
    pb("measure", "first/pilot", "days-to-wash", "2026-11-30=5")

    assert pb("measure", "first/pilot", "--json").data[0]["readings"] == [{"day": "2026-11-30", "value": 5.0}]


@pytest.mark.parametrize(
    ("reading", "word"),
    [
        ("1.12.2026=3", "YYYY-MM-DD"),
        ("2026-02-30=3", "YYYY-MM-DD"),
        ("2026-12-24=3", "future"),
        ("2026-11-30=three", "number"),
        ("2026-11-30=3,5", "number"),
        ("2026-11-30=nan", "number"),
        ("2026-11-30=1e999", "number"),
        ("2026-11-30", "DAY=VALUE"),
        ("=3", "YYYY-MM-DD"),
    ],
)
def test_a_wrong_reading_is_told_and_none_recorded(operating, pb, reading, word):
    answer = pb("measure", "first/pilot", "days-to-wash", "2026-11-01=3", reading)

    assert answer.code == 2
    assert word in answer.err
    assert pb("measure", "first/pilot", "--json").data[0]["readings"] == []


@pytest.mark.parametrize("day", ["20261130", "2026-W48-1"])
def test_a_day_has_one_form(operating, pb, day):
    assert pb("measure", "first/pilot", "days-to-wash", f"{day}=3").code == 2


def test_readings_belong_to_squads(operating, pb):
    answer = pb("measure", "first", "days-to-wash", "2026-11-30=3")

    assert answer.code == 2
    assert "first/pilot" in answer.err


def test_an_unknown_measure_names_those_there_are(operating, pb):
    assert "days-to-wash" in pb("measure", "first/pilot", "speed", "2026-11-30=3").err


def test_a_baseline_needs_its_reason(operating, pb):
    pb("measure", "first/pilot", "days-to-wash", "2026-11-01=3", "2026-10-01=3")

    assert pb("measure", "first/pilot", "days-to-wash", "--baseline", "2026-11-01").code == 2
    assert pb("measure", "first/pilot", "days-to-wash", "--baseline", "2026-11-01", "--reason", "one list").code == 0
    assert pb("measure", "first/pilot", "--json").data[0]["since"] == "2026-11-01"


def test_a_baseline_may_come_before_the_first_reading(operating, pb):
    assert pb("measure", "first/pilot", "days-to-wash", "--baseline", "2026-11-01", "--reason", "one list").code == 0


def test_the_chart_has_the_limits_of_an_xmr_chart(operating, pb):
    values = (39, 41, 41, 41, 43, 44, 41, 42, 40, 41, 44, 40)
    days = [f"2026-11-{day:02}={value}" for day, value in enumerate(values, 1)]
    pb("measure", "first/pilot", "days-to-wash", *days)

    [chart] = pb("measure", "first/pilot", "--json").data

    ranges = [abs(one - other) for one, other in itertools.pairwise(values)]
    mean, moving = sum(values) / len(values), sum(ranges) / len(ranges)
    assert chart["mean"] == pytest.approx(mean)
    assert chart["upper"] == pytest.approx(mean + 2.66 * moving)
    assert chart["lower"] == pytest.approx(mean - 2.66 * moving)


HEAD = "squad,measure,day,value\n"


def test_a_table_of_readings(operating, pb):
    table = operating / "r.csv"
    table.write_text(
        "\ufeff" + HEAD + "pilot,days-to-wash,2026-11-29,3\nfirst/pilot,days-to-wash,2026-11-30,4\n", encoding="utf-8"
    )

    assert pb("measure", "first", "--from", "r.csv").out == "2 readings recorded\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("squad,day,value\n", ["r.csv:1", "measure"]),
        ("", ["r.csv:1", "squad, measure, day, value"]),
        (HEAD + "pilot,days-to-wash,2026-11-30,x\npilot,days-to-wash,2026-11-29,\n", ["r.csv:2", "r.csv:3"]),
        (HEAD + "plot,days-to-wash,2026-11-30,1\nx,y,z,0\n", ["r.csv:2", "first/plot", "r.csv:3"]),
        (HEAD, ["r.csv has no readings", "one a line"]),
        (HEAD.replace(",", ";"), ["columns must be separated by commas"]),
        (HEAD + "pilot,speed,2026-11-30,1\npilot,days-to-wash,30.11.2026,1\n", ["r.csv:2", "r.csv:3"]),
    ],
)
def test_every_wrong_row_is_told_with_its_line_and_none_recorded(operating, pb, text, words):
    (operating / "r.csv").write_text(text, encoding="utf-8")

    answer = pb("measure", "first", "--from", "r.csv")

    assert answer.code == 2
    assert [word for word in words if word not in answer.err] == []


def test_a_table_that_is_no_text_is_a_mistake_and_no_bug(operating, pb):
    (operating / "r.csv").write_bytes(b"\xff\xfes\x00q\x00")

    answer = pb("measure", "first", "--from", "r.csv")

    assert answer.code == 2
    assert "save it as CSV in UTF-8" in answer.err


def test_a_table_is_of_a_unit(operating, pb):
    (operating / "r.csv").write_text(HEAD + "pilot,days-to-wash,2026-11-30,1\n", encoding="utf-8")

    answer = pb("measure", "first/pilot", "--from", "r.csv")

    assert answer.code == 2
    assert "playbook measure first --from r.csv" in answer.err
