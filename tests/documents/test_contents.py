"""The index: every document, whose it is, how it is, and a link that leads there."""

from dataclasses import replace
from urllib.parse import unquote

import pytest

from playbook.core import events as e
from playbook.core.history import Signature, Suspect, fold
from playbook.documents.contents import MANY, STATES, TITLES, contents
from playbook.documents.pieces import source_of
from playbook.documents.render import OUTPUT_LIMIT, Renderer
from playbook.documents.view import view
from playbook.library import shipped
from playbook.words import Words
from tests.builders import maps, stamped
from tests.documents.story import ORGANISATION, WAVES, told


def index(*events, state=None, waves=None):
    state = fold([stamped(event) for event in events], state or told())
    return contents(source_of(state, maps(), waves or WAVES, Words("en")))


def revised(name, path=""):
    subject, _, template = name.rpartition("/")
    return e.DocumentRevised(subject, name, "1" * 64, path or f"{name}.md", template=template)


def links(found):
    rows = [*found["unit"], *found["pilot"]]
    for wave in found["waves"]:
        rows += [*wave["papers"], *(paper for squad in wave["squads"] for paper in squad["papers"])]
    return [one["link"] for one in rows if one["link"]]


def test_every_document_but_the_index_and_the_missing_ones_is_linked_once():
    found = index()

    papers = [one for one in told().papers.values() if one.template != "index" and one.trouble != "missing"]
    assert sorted(unquote(one) for one in links(found)) == sorted(one.path.removeprefix("emea/") for one in papers)
    assert found["count"] == len(papers) + 1


def test_a_link_follows_a_document_that_a_person_moved():
    found = index(revised("emea/pilot/charter", "emea/signed/our charter (v2) #1.md"))

    charter = found["pilot"][0]
    assert charter["link"] == "signed/our%20charter%20%28v2%29%20%231.md"


def test_links_are_right_when_the_index_itself_was_moved():
    found = index(revised("emea/index", "emea/overview/start.md"))

    assert found["unit"][0]["link"] == "../decision-record.md"
    assert index(revised("emea/index", "start.md"))["unit"][0]["link"] == "emea/decision-record.md"


def test_what_is_wrong_comes_first_with_whose_it_is():
    found = index()["troubled"]

    assert [(one["title"], one["whose"], one["state"]) for one in found] == [
        ("Stability report", "Lyon bakeries", "cannot be read"),
        ("Donor agreement", "Bordeaux bakeries", "missing: somebody deleted it"),
        ("Launch checklist", "Bordeaux bakeries", "conflict: settle it"),
    ]


def test_a_suspect_signature_is_told():
    state = told()
    suspect = Suspect(Signature("2026-10-01T09:00:00Z", "p-diaz", "sponsor", "1", "2"), ("Scope",))
    state.suspects = {"emea/pilot/charter": (suspect,)}

    assert index(state=state)["pilot"][0]["state"] == "signed, but changed since"


def test_what_is_owed_and_what_will_be_stand_apart():
    state = told()
    state.standings["emea"].stage = "pilot"
    state.standings["emea"].been = {"selection": "1", "pilot": "2"}
    state.papers.pop("emea/favour-ledger")

    found = {one["title"]: (one["stage"], one["state"]) for one in index(state=state)["unit"]}

    assert found["Favour ledger"] == ("pilot", "not made yet")
    assert found["Skill-gap register"] == ("stabilisation", "not owed yet")
    assert found["Closing report"] == ("closed", "not owed yet")


def test_nothing_more_is_owed_where_the_way_has_ended():
    states = [one["state"] for one in index()["unit"]]

    assert "not owed yet" not in states


def test_a_squad_without_a_wave_is_not_forgotten():
    found = index(waves={"wave-1": ("lyon",)})

    assert [one["name"] for one in found["others"]] == ["Kyiv cafés", "Oslo schools"]


def test_documents_of_a_squad_stand_in_the_order_of_its_stages():
    (lyon,) = index()["waves"][0]["squads"]

    assert [one["title"] for one in lyon["papers"]] == ["Charter", "Launch checklist", "Stability report"]


def test_a_document_of_the_workspaces_own_is_called_by_its_name():
    found = index(revised("emea/pilot/risk-list"))

    assert found["pilot"][-1]["title"] == "risk list"
    assert found["pilot"][-1]["stage"] == ""


def test_every_shipped_document_has_a_title_and_every_trouble_a_word():
    owed = {document for one in maps().values() for stage in one.stages for document in stage.documents}

    assert owed == set(TITLES)
    assert {"", "missing", "conflict", "unreadable", "suspect"} <= set(STATES)


@pytest.mark.parametrize(("count", "linked"), [(1000, True), (MANY + 1, False), (10_000, False)])
def test_a_thousand_squads_have_a_row_each_and_ten_thousand_fit(count, linked):
    state = told()
    model = state.unit.squads[0]
    squads = tuple(replace(model, id=f"squad-{number}", name=f"Squad {number}") for number in range(count))
    state.unit = replace(state.unit, squads=squads)
    documents = ("charter", "donor-agreement", "launch-checklist", "gate-review")
    events = [revised(f"emea/{squad.id}/{name}") for squad in squads for name in documents]
    waves = {"wave-1": tuple(squad.id for squad in squads)}
    words = Words("en")

    seen = view(fold([stamped(event) for event in events], state), maps(), waves, "emea", ORGANISATION, words)
    text = Renderer([shipped("templates")], words, None).render("index", {**seen, "results": []}, {}).text

    assert text.count("\n| Squad ") == count
    assert ("[Charter](squad-7/charter.md)" in text) == linked
    assert ("(squad-7/)" in text) != linked
    assert len(text) < OUTPUT_LIMIT
