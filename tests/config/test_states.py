import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.config.states import check_carries, read_map
from playbook.errors import ConfigurationError
from tests.config.good import MAP, changed

CONDITIONS = {
    "squad_size": {"least": 6, "most": 10},
    "components": {"need": ("present", "working")},
    "dwell": {"days": 7},
    "documents": {},
}
TEMPLATES = ("charter", "gate-review")
WAVE = """\
machine: wave
version: "1"
initial: planned
stages: [{id: planned}, {id: done, terminal: true}]
moves:
  - name: staff
    source: planned
    target: done
    carries:
      - {squads: wave, move: launch}
"""


def _read(text, name="states/squad.yaml"):
    return read_map(text.encode(), name, conditions=CONDITIONS, templates=TEMPLATES)


def _said(*changes, name="states/squad.yaml"):
    with pytest.raises(ConfigurationError) as caught:
        _read(changed(MAP, *changes), name)
    return [str(one).removeprefix(f"{name}:") for one in caught.value.problems]


def test_a_right_map_is_read():
    found = _read(MAP)

    assert found.machine == "squad"
    assert [move.name for move in found.leaving("stable")] == ["regress", "stop"]
    assert found.moves[0].gate == ("squad_size", {"components": {"need": "present"}})


def test_the_shipped_maps_are_right(root):
    from playbook.gates import CONDITIONS as ALL

    options = {name: condition.OPTIONS for name, condition in ALL.items()}
    templates = [path.name.removesuffix(".md.j2") for path in (root / "templates/documents").glob("*.md.j2")]
    files = {path.stem: (f"states/{path.name}", path.read_bytes()) for path in sorted((root / "states").glob("*.yaml"))}

    maps = {name: read_map(raw, shown, conditions=options, templates=templates) for name, (shown, raw) in files.items()}

    assert check_carries(maps, files) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            ("initial: proposed", "initial: proposd"),
            "3:10: 'proposd' is not a stage of this map (did you mean 'proposed'?)",
        ),
        (("target: stable", "target: stabel"), "21:13: 'stabel' is not a stage of this map (did you mean 'stable'?)"),
        (
            ("[operating]", "[operating, opperating]"),
            "20:25: 'opperating' is not a stage of this map (did you mean 'operating'?)",
        ),
        (("[operating]", "[operating, operating]"), "20:25: the stage 'operating' is here twice (first on line 20)"),
        (
            ('source: "*"', 'source: "**"'),
            "31:13: '**' is not a stage of this map",
        ),
        (
            ("[charter]", "[chartr]"),
            "7:17: 'chartr' is not a document: there is no template for it (did you mean 'charter'?)",
        ),
        (("- squad_size\n", "- squad_sise\n"), "17:9: unknown condition 'squad_sise' (did you mean 'squad_size'?)"),
        (("- dwell: {days", "- dwel: {days"), "23:9: unknown condition 'dwel' (did you mean 'dwell'?)"),
        (("{days: 14}", "{day: 14}"), "23:17: unknown option 'day' of dwell (did you mean 'days'?)"),
        (("{days: 14}", "{weeks: 2, days: 1}"), "23:17: unknown option 'weeks' of dwell (known here: days)"),
        (("- squad_size\n", "- documents: {all: true}\n"), "17:21: unknown option 'all' of documents (it has none)"),
        (
            ("{days: 14}", "{days: '14'}"),
            "23:23: a whole number from 0 on is needed for 'days', found '14' (quoted text)",
        ),
        (("{days: 14}", "{days: -1}"), "23:23: a whole number from 0 on is needed for 'days', found -1"),
        (
            ("{need: present}", "{need: presnt}"),
            "18:28: 'present' or 'working' is needed for 'need', found 'presnt' (did you mean 'present'?)",
        ),
        (("- dwell: {days: 14}", "- dwell:"), "23:15: a mapping is needed, found nothing"),
        (("- dwell: {days: 14}", "- 14"), "23:9: a text or a mapping is needed, found 14"),
        (("machine: squad", "machine: wave"), "1:10: the machine must be the file's name, 'squad', found 'wave'"),
        (
            ("by: engine", "by: engin"),
            "27:9: one of 'advance', 'recycle', 'stop' or 'engine' is needed, found 'engin' (did you mean 'engine'?)",
        ),
        (
            ("    unless:\n      - squad_size: {least: 6}\n", ""),
            "24:5: a move by the engine needs `unless`: the conditions it watches",
        ),
        (
            ("    by: stop", "    unless: [documents]\n    by: stop"),
            "33:5: `unless` belongs to moves with `by: engine`",
        ),
        (
            ("    by: engine", "    by: engine\n    gate: [documents]"),
            "28:5: a move by the engine has no gate, it watches `unless`",
        ),
        (
            ("  - id: ended", "  - id: lost\n    terminal: true\n  - id: ended"),
            "10:9: no way leads from 'proposed' to the stage 'lost'",
        ),
        (("name: regress", "name: stop"), "30:11: a move 'stop' leaves 'stable' already (line 24)"),
        (("[operating]", "[operating, ended]"), "20:13: the stage 'ended' is terminal, no move can leave it"),
        (
            ("    tally: good", "    tally: god"),
            "9:12: one of 'open', 'good' or 'bad' is needed, found 'god' (did you mean 'good'?)",
        ),
    ],
)
def test_a_mistake_is_said_with_its_place(change, problem):
    assert _said(change) == [problem]


def test_a_stage_that_nothing_leads_to_or_from_is_said_to_be_both():
    assert _said(("  - id: ended", "  - id: lost\n  - id: ended")) == [
        "10:9: no way leads from 'proposed' to the stage 'lost'",
        "10:9: no move leaves the stage 'lost' except `stop`, and it is not `terminal: true`",
    ]


def test_a_stage_that_only_stop_leaves_is_a_dead_end():
    cut = MAP[MAP.index("  - name: regress") : MAP.index("  - name: stop")]

    assert _said((cut, "")) == [
        "8:9: no move leaves the stage 'stable' except `stop`, and it is not `terminal: true`",
    ]


def test_stages_of_one_id_are_said_beside_other_mistakes():
    assert _said(("- id: stable", "- id: operating"), ("version: ", "vesion: ")) == [
        "2:1: unknown key 'vesion' (did you mean 'version'?)",
        "8:9: the stage 'operating' is here twice (first on line 6)",
        "21:13: 'stable' is not a stage of this map",
        "25:13: 'stable' is not a stage of this map",
    ]


def test_a_machine_of_no_known_kind_is_refused():
    found = _said(("machine: squad", "machine: fleet"), name="states/fleet.yaml")

    assert found == ["1:10: a machine is 'rollout', 'wave', 'squad' or 'rollout-PATH', found 'fleet'"]


def test_a_path_of_ones_own_is_a_rollout():
    text = changed(MAP, ("machine: squad", "machine: rollout-top-down"))

    assert _read(text, "(shipped) states/rollout-top-down.yaml").machine == "rollout-top-down"


def test_what_a_wave_carries_must_be_a_move_of_squads():
    text = changed(WAVE, ("move: launch", "move: lunch"))
    maps = {"squad": _read(MAP), "wave": _read(text, "states/wave.yaml")}

    found = check_carries(maps, {"wave": ("states/wave.yaml", text.encode())})

    assert list(map(str, found)) == [
        "states/wave.yaml:10:30: 'lunch' is not a move of squad.yaml (did you mean 'launch'?)"
    ]


def test_without_the_files_the_problem_has_no_line():
    maps = {"squad": _read(MAP), "wave": _read(changed(WAVE, ("move: launch", "move: lunch")), "states/wave.yaml")}

    assert str(check_carries(maps)[0]).startswith("states/wave.yaml: 'lunch' is not a move")


def test_a_wave_carries_its_own_squads_and_a_squad_nobody():
    wave = _read(changed(WAVE, ("squads: wave", "squads: pilot")), "states/wave.yaml")
    squad = _read(changed(MAP, ("    by: stop", "    by: stop\n    carries: [{squads: wave, move: launch}]")))

    found = check_carries({"squad": squad, "wave": wave})

    assert [one.message for one in found] == [
        "a squad carries nobody: `carries` belongs to rollout and wave",
        "a wave carries 'wave', found 'pilot'",
    ]


def test_a_right_set_of_maps_has_no_problem():
    assert check_carries({"squad": _read(MAP), "wave": _read(WAVE, "states/wave.yaml")}) == []


@given(st.integers(0, len(MAP) - 1), st.integers(0, 20), st.text(alphabet="ab:-[]{}*'\" \n", max_size=5))
def test_a_mutation_anywhere_gives_a_map_or_problems(start, length, instead):
    text = MAP[:start] + instead + MAP[start + length :]
    try:
        _read(text)
    except ConfigurationError as error:
        found = error.problems
    else:
        found = None

    assert found is None or all(1 <= one.line <= text.count("\n") + 1 for one in found)
