import json

import pytest

from playbook.core.model import NamedWave, SquadWord, Unit
from playbook.core.shape import build, plain
from tests.config.good import UNIT, changed, problems, said, unit

ID = "an id (a-z, 0-9 and '-', at most 63 characters, no '-' at its ends) is needed, found"
WAVE = (
    "a whole number from 1 to 100000, a share such as '20%', a mapping (squads, lane) or a mapping (size, lane) "
    "is needed, found"
)
LIMIT = "a number from 0 on or 'unlimited' is needed, found"
DAY = "a date is needed (YYYY-MM-DD)"
SQUAD_KEYS = (
    "name, lead, accountable, members, decides, data, components, skill_plans, id, goal, cadence, interfaces, "
    "duration, lane"
)
AREAS = (
    "one of 'geographic', 'account-based', 'revenue-operations', 'product-service', 'design-support' "
    "or 'cross-channel-marketing' is needed, found"
)


def test_a_right_file_is_accepted():
    found = unit()

    assert found.unit.unit == "emea"
    assert found.goal.statement == "Customers stay because staying is easy"
    assert found.file == "units/emea.yaml"
    assert (
        found.lines["pilot.members.1.person"] == UNIT.splitlines().index("    - person: Jo Smith <jo@example.org>") + 1
    )
    assert len(found.digest) == 64


def test_people_are_in_full_wherever_they_are_named():
    found = unit().unit

    assert found.pilot.lead == found.pilot.accountable == "Marta Rossi <marta@example.org>"
    assert found.pilot.decides[0].decider == "Jo Smith <jo@example.org>"
    assert found.squads[1].lead == "Олена Коваль <olena@example.org>"
    assert found.departments[0].head == "Bo Lind <bo@example.org>"


def test_what_is_accepted_survives_the_way_through_the_ledger():
    found = unit().unit

    assert build(type(found), json.loads(json.dumps(plain(found)))) == found


def test_sizes_and_shares_of_waves_are_kept_apart():
    found = unit(changed(UNIT, ("  - squads: [kyiv]\n", '  - 3\n  - "20%"\n'))).unit

    assert found.waves == (NamedWave(("lyon",)), 3, "20%")


def test_a_list_that_is_left_empty_is_said_to_be_one_to_leave_out():
    assert problems(("squads:\n  - id: lyon", "squads:\nx:\n  - id: lyon"), ("[lyon]", "[kyiv]"))[0] == (
        "57:8: a list is needed, found nothing (leave the key out if there is nothing to say)"
    )


def test_what_may_be_left_out_may_be_left_empty():
    text = changed(UNIT, ("language: en", "language:"), ("      until: 2027-03-31", "      until: ~"))

    assert unit(text).unit.language is None
    assert unit(text).unit.pilot.data[0].until is None


def test_a_file_with_windows_line_ends_and_a_byte_order_mark_is_the_same_unit():
    raw = b"\xef\xbb\xbf" + UNIT.replace("\n", "\r\n").encode()

    assert unit(raw).unit == unit().unit


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        # keys
        (("sponsor:", "sponser:"), "8:1: unknown key 'sponser' (did you mean 'sponsor'?)"),
        (("Pilot\n", "Pilot\n  budget: 1\n"), f"31:3: unknown key 'budget' (known here: {SQUAD_KEYS})"),
        (
            ("sponsor: Ana Diaz <ana@example.org>\n", ""),
            "1:1: missing key 'sponsor': The executive who approves: `Name <mail>`",
        ),
        (
            ("  outcome: An order arrives on the day that was promised\n", ""),
            (
                "5:3: missing key 'outcome': What these customers would feel if the squad succeeds. "
                "An internal measure alone is not an outcome"
            ),
        ),
        (("language: en", "name: Again"), "79:1: the key 'name' is here twice (first on line 2)"),
        # types
        (("name: Europe", "name: 12"), "2:7: one line of text is needed, found 12 (put it in quotes)"),
        (("name: Europe", "name: true"), "2:7: one line of text is needed, found true"),
        (("name: Europe", "name:"), "2:6: one line of text is needed, found nothing"),
        (("name: Europe", 'name: ""'), "2:7: one line of text is needed, found an empty text"),
        (("name: Europe", 'name: "  "'), "2:7: one line of text is needed, found a blank text"),
        (("name: Europe", 'name: "a\\nb"'), "2:7: one line of text is needed, found 2 lines"),
        (("name: Europe", f"name: {'x' * 201}"), "2:7: at most 200 characters are allowed here, found 201"),
        (
            ("allocation: 80", "allocation: '12'"),
            "38:19: a whole number from 1 to 100 is needed, found '12' (quoted text)",
        ),
        (("allocation: 80", "allocation: 80.5"), "38:19: a whole number from 1 to 100 is needed, found 80.5"),
        (("allocation: 80", "allocation: 0"), "38:19: a whole number from 1 to 100 is needed, found 0"),
        (("allocation: 80", "allocation: true"), "38:19: a whole number from 1 to 100 is needed, found true"),
        (("baseline: 41", "baseline: low"), "26:15: a number is needed, found 'low'"),
        (("baseline: 41", "baseline: .nan"), "26:15: a number is needed, .nan is none"),
        (("limit: 500", "limit: ten"), f"45:14: {LIMIT} 'ten'"),
        (("limit: 500", "limit: unlimitted"), f"45:14: {LIMIT} 'unlimitted' (did you mean 'unlimited'?)"),
        (("direction: up", "direction: upp"), "28:16: 'up' or 'down' is needed, found 'upp' (did you mean 'up'?)"),
        (
            ("value_area: geographic", "value_area: geografic"),
            f"5:15: {AREAS} 'geografic' (did you mean 'geographic'?)",
        ),
        (("skills: [selling, writing]", "skills: selling"), "17:11: a list is needed, found 'selling'"),
        (("  - squads: [kyiv]", "  - many"), f"76:5: {WAVE} 'many'"),
        (("  - squads: [kyiv]", "  - 0"), f"76:5: {WAVE} 0"),
        (("  - squads: [kyiv]", "  - [kyiv]"), f"76:5: {WAVE} a list"),
        (("  - squads: [kyiv]", "  - squad: [kyiv]"), "76:5: unknown key 'squad' (did you mean 'squads'?)"),
        (("  - squads: [kyiv]", "  - squads: kyiv"), "76:13: a list is needed, found 'kyiv'"),
        (("  - squads: [kyiv]", "  - {size: 1}"), "76:5: missing key 'lane': The lane whose squads are opened"),
        # ids
        (("id: csat", "id: Über Satt"), f"23:9: {ID} 'Über Satt' (did you mean 'uber-satt'?)"),
        (("id: csat", "id: 满意"), f"23:9: {ID} '满意'"),
        (("id: csat", "id: -csat"), f"23:9: {ID} '-csat' (did you mean 'csat'?)"),
        (("unit: emea", "unit: apac"), "1:7: the id must be the file's name, 'emea', found 'apac'"),
        (("goal: loyal", "goal: loyall"), "3:7: 'loyall' is not a goal of playbook.yaml (did you mean 'loyal'?)"),
        (
            ("  name: Pilot\n", "  name: Pilot\n  goal: fasd\n"),
            "31:9: 'fasd' is not a goal of playbook.yaml (did you mean 'fast'?)",
        ),
        (
            ("path: incremental", "path: incrimental"),
            "78:7: 'incrimental' is not a path (no stage map has that name) (did you mean 'incremental'?)",
        ),
        (("language: en", "language: fr"), "79:11: 'fr' is not a language of the documents"),
        (
            ("- id: marketing", "- id: marketing\n    name: M\n    head: Cy Ng\n  - id: sales"),
            "16:9: the department 'sales' is here twice (first on line 10)",
        ),
        (
            (
                "    - {id: refund, name: Refund an order}\n",
                "    - {id: refund, name: Refund an order}\n    - {id: refund, name: Again}\n",
            ),
            "20:12: the decision 'refund' is here twice (first on line 19)",
        ),
        (
            (
                "    - {id: late, ask: Which orders are late?}\n",
                "    - {id: late, ask: Which?}\n    - {id: late, ask: Again?}\n",
            ),
            "22:12: the question 'late' is here twice (first on line 21)",
        ),
        (
            ("skills: [selling, writing]", "skills: [selling, writing, selling]"),
            "17:30: the skill 'selling' is here twice (first on line 17)",
        ),
        (
            ("      skills: [selling]", "      skills: [selling, selling]"),
            "37:25: the skill 'selling' is here twice (first on line 37)",
        ),
        (
            ("  name: Pilot\n", "  name: Pilot\n  id: first\n"),
            "31:7: the pilot's id is always 'pilot', found 'first'; leave the key out",
        ),
        # dates
        (("until: 2027-03-31", "until: 31.02.2026"), f"52:14: {DAY}, found '31.02.2026'"),
        (("until: 2027-03-31", "until: 2027-02-29"), f"52:14: {DAY}, '2027-02-29' is not in the calendar"),
        (("until: 2027-03-31", "until: ２０２７-03-31"), f"52:14: {DAY}, found '２０２７-03-31'"),
        (("until: 2027-03-31", "until: 2027"), f"52:14: {DAY}, found 2027"),
        (("by: 2027-01-31", "by: 0000-01-31"), f"56:11: {DAY}, '0000-01-31' is not in the calendar"),
        # measures
        (("target: 55", "target: 41"), "27:13: target and baseline are the same (41); what should change?"),
        (
            ("target: 55", "target: 30"),
            "28:16: from 41 to 30 is not up; turn the direction, or swap baseline and target",
        ),
        # waves
        (("[kyiv]", "[lyon]"), "76:14: the squad 'lyon' is in a wave already (line 75)"),
        (("[kyiv]", "[kyiw]"), "76:14: 'kyiw' is not a squad of this unit (did you mean 'kyiv'?)"),
        (("[kyiv]", "[pilot]"), "76:14: the pilot is in no wave: it comes before the first one"),
        (("[kyiv]", "[]"), "76:13: a wave needs at least one squad"),
    ],
)
def test_a_mistake_is_said_once_with_its_place(change, problem):
    assert problems(change) == [problem]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("wave-1", "waves are named like this"),
        ("wave-012", "waves are named like this"),
        ("con", "no folder may have that name on Windows"),
        ("lpt9", "no folder may have that name on Windows"),
    ],
)
def test_a_squad_is_not_named_like_a_wave_or_a_device(name, reason):
    assert problems(("  - id: lyon\n", f"  - id: {name}\n"), ("[lyon]", f"[{name}]")) == [
        f"58:9: '{name}' cannot be a squad's id: {reason}"
    ]


def test_a_second_squad_cannot_be_called_pilot():
    assert "58:9: 'pilot' cannot be a squad's id: it is the pilot's" in problems(("  - id: lyon\n", "  - id: pilot\n"))


def test_two_squads_of_one_id_are_said():
    assert "66:9: the squad 'lyon' is here twice (first on line 58)" in problems(("  - id: kyiv\n", "  - id: lyon\n"))


def test_a_squad_without_an_id_is_not_taken_for_the_pilot():
    assert problems(("  - id: lyon\n    name: Lyon\n", "  - name: Lyon\n"))[0] == (
        "58:5: missing key 'id': short name of the squad, as waves and commands use it"
    )


def test_a_folder_name_that_windows_refuses_is_no_unit():
    assert said(changed(UNIT, ("unit: emea", "unit: nul")), "units/nul.yaml") == [
        "1:7: 'nul' cannot be an id: no folder may have that name on Windows"
    ]


def test_everything_is_reported_in_one_run_in_file_order():
    assert problems(
        ("sponsor:", "sponser:"),
        ("  - id: marketing\n", "  - id: sales\n"),
        ("department: sales", "department: sails"),
        ("department: marketing", "department: sales"),
        ("until: 2027-03-31", "until: 31.02.2026"),
        ("limit: 500", "limit: [1]"),
    ) == [
        "8:1: unknown key 'sponser' (did you mean 'sponsor'?)",
        "13:9: the department 'sales' is here twice (first on line 10)",
        "35:19: 'sails' is not a department of this unit (did you mean 'sales'?)",
        f"45:14: {LIMIT} a list",
        f"52:14: {DAY}, found '31.02.2026'",
    ]


def test_mistakes_of_yaml_and_of_meaning_are_reported_together():
    assert problems(("name: Europe", "name: &n Europe"), ("name: Sales", "name: *n"), ("[kyiv]", "[kiev]")) == [
        "2:7: anchors (&n) are not allowed; write the value where it is needed",
        "11:11: aliases (*n) are not allowed; write the value out",
        "76:14: 'kiev' is not a squad of this unit (did you mean 'kyiv'?)",
    ]


def test_an_id_that_is_wrong_in_itself_is_one_mistake_for_all_that_refer_to_it():
    assert len(problems(("skills: [selling, writing]", "skills: [Selling, writing]"))) == 1


def test_where_definitions_are_missing_references_are_not_blamed():
    text = UNIT.replace(UNIT[UNIT.index("departments:") : UNIT.index("mission:")], "")

    assert said(text) == ["1:1: missing key 'departments': Departments that give members or data, with their heads"]


def test_a_list_at_the_top_is_another_kind_of_file():
    assert said("- unit: emea\n") == ["1:1: keys with values (`name: …`) are needed at the top, found a list"]


def test_an_empty_file_is_said_to_be_empty():
    assert said("") == ["1:1: the file is empty"]


def test_an_empty_mapping_lacks_every_required_key():
    found = said("{}")

    assert len(found) == 9
    assert found[0].startswith("1:1: missing key 'unit'")


# ------------------------------------------------------------------------------------------------ the word for a squad


def called(word, language="it"):
    return ("language: en", f"language: {language}\nsquad_word: {word}")


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("pod", "pod"),
        ("{one: Pod}", SquadWord("Pod")),
        ("{one: Pod, many: Pods, gender: m}", SquadWord("Pod", "Pods", "m")),
    ],
)
def test_a_squad_is_called_by_a_word_or_by_its_forms(word, found):
    read = unit(changed(UNIT, called(word))).unit

    assert read.squad_word == found
    assert build(Unit, plain(read)) == read


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("{one: Pod, gender: n}", "80:32: the language 'it' has the genders m, f, found 'n'"),
        ("{one: Pod, gender: x}", "80:32: one of 'm', 'f' or 'n' is needed, found 'x'"),
        ("{one: Pod, gendr: m}", "80:24: unknown key 'gendr' (did you mean 'gender'?)"),
        ("{many: Pods}", "80:13: missing key 'one': One of them: Pod"),
        ("3", "80:13: one line of text or a mapping (one, many, gender) is needed, found 3"),
        ('{one: " "}', "80:19: one line of text is needed, found a blank text"),
    ],
)
def test_a_word_that_is_said_wrongly_is_told(word, sentence):
    assert said(changed(UNIT, called(word))) == [sentence]


def test_a_gender_means_nothing_where_there_are_none():
    assert unit(changed(UNIT, called("{one: pod, gender: n}", "en"))).unit.squad_word.gender == "n"


def named(entry):
    """Return a change that gives a skill of the mission a name."""
    return "  decisions:\n", f"  skill_names: [{entry}]\n  decisions:\n"


def test_a_skill_may_have_a_name_for_documents():
    mission = unit(changed(UNIT, named("{id: selling, name: Verkaufen}"))).unit.mission

    assert (mission.skill("selling"), mission.skill("data-analysis")) == ("Verkaufen", "data analysis")


def test_only_a_skill_of_the_mission_has_a_name():
    found = said(changed(UNIT, named("{id: seling, name: x}")))

    assert any("'seling' is not a skill of the mission" in one for one in found)


def test_a_skill_has_one_name():
    twice = named("{id: selling, name: x}, {id: selling, name: y}")

    assert any("the skill 'selling' is here twice" in one for one in said(changed(UNIT, twice)))
