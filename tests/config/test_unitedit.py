import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.config.mapedit import Unclear
from playbook.config.source import read
from playbook.config.unitedit import Editor
from playbook.config.yamllines import Said, bare, said

TEXT = """\
# what people wrote
unit: first
squads:
  # the second shop
  - id: lyon
    name: Lyon # in the south
    lead: Ann
    members:
      - {person: Ann, skills: [a]}  # {since} May
      # - {person: Nobody}
      - person: Bob
        skills: [b]
  - id: oslo
    name: "Oslo"
    lead: Cid
    members:
      - {person: Cid}

# sizes
waves: [1]
"""


def edited(text, act):
    editor = Editor(text.encode(), "first.yaml")
    act(editor)
    return editor.finish()


def changed(text, act):
    return edited(text, act).raw.decode()


def lines(old, new):
    """Return the lines that are new, after making sure that nothing else is different."""
    kept = old.splitlines()
    fresh = []
    for line in new.splitlines():
        if kept and kept[0] == line:
            kept.pop(0)
        else:
            fresh.append(line)
    assert kept == []
    return fresh


def person(name, origin=None):
    return {"person": Said(name, origin)}


def squad(name):
    return {"id": Said(name, (2, 1)), "members": [person("Dan", (2, 3)), person("Eve", (3, 3))]}


def test_a_squad_goes_behind_the_last_one_and_before_the_comment_of_what_follows():
    found = changed(TEXT, lambda editor: editor.append(("squads",), [squad("rome")]))

    assert lines(TEXT, found) == [
        "  - id: rome",
        "    members:",
        "      - {person: Dan}",
        "      - {person: Eve}",
    ]
    assert found.index("Eve") < found.index("\n\n# sizes")


def test_a_member_goes_behind_the_last_one_also_where_that_is_spread_over_lines():
    found = changed(TEXT, lambda editor: editor.append(("squads", 0, "members"), [person("Dan")]))

    assert lines(TEXT, found) == ["      - {person: Dan}"]
    assert read(found.encode(), "x").data["squads"][0]["members"][-1] == {"person": "Dan"}


def test_members_and_squads_can_be_added_at_one_place():
    def act(editor):
        editor.append(("squads", 1, "members"), [person("Dan")])
        editor.append(("squads",), [squad("rome")])

    data = read(changed(TEXT, act).encode(), "x").data

    assert [[one["person"] for one in each["members"]] for each in data["squads"]] == [
        ["Ann", "Bob"],
        ["Cid", "Dan"],
        ["Dan", "Eve"],
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("unit: first\n", "unit: first\n\npeople:\n  - {person: Dan}\n"),
        ("unit: first", "unit: first\n\npeople:\n  - {person: Dan}\n"),
        ("people: []  # nobody\nunit: first\n", "people:  # nobody\n  - {person: Dan}\nunit: first\n"),
        ("people:\nunit: first\n", "people:\n  - {person: Dan}\nunit: first\n"),
        ("people:\n- {person: Al}\nunit: x\n", "people:\n- {person: Al}\n- {person: Dan}\nunit: x\n"),
        ("\ufeffunit: first\r\n", "\ufeffunit: first\r\n\r\npeople:\r\n  - {person: Dan}\r\n"),
    ],
)
def test_a_list_is_made_where_there_is_none(before, after):
    assert changed(before, lambda editor: editor.append(("people",), [person("Dan")])) == after


@pytest.mark.parametrize("text", ["{unit: first}", "people: [{person: Al}]\n", "people: [\n  {person: Al}\n]\n"])
def test_what_is_written_unusually_is_left_alone(text):
    with pytest.raises(Unclear):
        changed(text, lambda editor: editor.append(("people",), [person("Dan")]))


def test_a_member_is_replaced_and_the_comment_behind_it_stays():
    found = changed(TEXT, lambda editor: editor.replace(("squads", 0, "members", 0), {**person("Ann"), "b": Said(5)}))

    assert "      - {person: Ann, b: 5}  # {since} May\n" in found
    assert lines(TEXT.replace("skills: [a]", "b: 5"), found) == []


def test_a_member_over_several_lines_is_replaced_only_where_no_comment_would_go_with_it():
    found = changed(TEXT, lambda editor: editor.replace(("squads", 0, "members", 1), person("Bo")))
    assert "      - {person: Bo}\n  - id: oslo\n" in found

    commented = TEXT.replace("        skills: [b]", "        # why\n        skills: [b]")
    with pytest.raises(Unclear):
        changed(commented, lambda editor: editor.replace(("squads", 0, "members", 1), person("Bo")))


def test_a_single_value_is_replaced_with_its_comment_kept_and_a_new_key_goes_beside():
    def act(editor):
        editor.write(("squads", 0, "name"), Said("Lyon: two"), "name")
        editor.write(("squads", 1, "name"), Said("Oslo two"), "name")
        editor.write(("squads", 1, "lane"), Said("north"), "name")

    assert changed(TEXT, act) == TEXT.replace("name: Lyon #", 'name: "Lyon: two" #').replace(
        '    name: "Oslo"\n', "    name: Oslo two\n    lane: north\n"
    )


def test_each_place_of_the_new_text_knows_what_it_comes_from_and_where_it_was():
    found = edited(TEXT, lambda editor: editor.append(("squads",), [squad("rome")]))
    text = found.raw.decode().splitlines()
    at = text.index("  - id: rome") + 1

    assert (found.origin(at, 9), found.origin(at + 2, 18), found.origin(at + 3, 18)) == ((2, 1), (2, 3), (3, 3))
    assert (found.origin(2, 1), found.old(2), found.old(at), found.old(len(text))) == (None, 2, 0, 20)
    assert (found.origin(999, 1), found.old(999)) == (None, 0)


values = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20) | st.integers(-999, 999)


@given(st.lists(st.fixed_dictionaries({"person": values, "skills": st.lists(values, max_size=3)}), max_size=4))
def test_whatever_is_added_is_there_and_the_rest_is_as_it_was(people):
    editor = Editor(TEXT.encode(), "first.yaml")
    editor.append(("people",), [said(one) for one in people])
    after = read(editor.finish().raw, "x")

    assert after.problems or after.data == {**read(TEXT.encode(), "x").data, **({"people": people} if people else {})}
    assert bare(said(people)) == people
