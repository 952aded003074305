"""A document added to a stage map changes that line and nothing else."""

import pytest

from playbook.config.mapedit import Unclear, with_document
from playbook.library import shipped


def added(text, stage="forming", document="guide"):
    return with_document(text.encode(), "states/squad.yaml", stage, document)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("documents: [a, b]", "documents: [a, b, guide]", id="list"),
        pytest.param("documents: [a, b]  # why", "documents: [a, b, guide]  # why", id="comment"),
        pytest.param("documents: [a, 'b']", "documents: [a, 'b', guide]", id="quoted"),
        pytest.param('documents: [a, "b" ]', 'documents: [a, "b", guide ]', id="double-quoted"),
        pytest.param("documents: []", "documents: [guide]", id="empty"),
        pytest.param("documents: [ ]  # none", "documents: [guide]  # none", id="blank"),
        pytest.param(
            "documents:\n      - a  # first\n      - b", "documents:\n      - a  # first\n      - b\n      - guide"
        ),
        pytest.param("documents:\n    - a", "documents:\n    - a\n    - guide", id="flat"),
        pytest.param("documents: [a,\n      b]", "documents: [a,\n      b, guide]", id="two-lines"),
        pytest.param("documents: [\n      a,\n    ]", "documents: [\n      a, guide,\n    ]", id="trailing-comma"),
    ],
)
def test_the_document_comes_last_and_all_else_stays(before, after):
    around = (
        "# top\nmachine: squad\nstages:\n  # first\n  - id: forming\n    {}\n  - id: chartered  # next\nmoves: []\n"
    )

    assert added(around.format(before)) == around.format(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  - id: forming\n", "  - id: forming\n    documents: [guide]\n"),
        (
            "  - id: forming  # why\n    terminal: true\n",
            "  - id: forming  # why\n    documents: [guide]\n    terminal: true\n",
        ),
        ("  - terminal: true\n    id: forming\n", "  - terminal: true\n    id: forming\n    documents: [guide]\n"),
        ("  - {id: forming}\n", "  - {id: forming, documents: [guide]}\n"),
        ("  - {id: 'forming', terminal: true}\n", "  - {id: 'forming', documents: [guide], terminal: true}\n"),
        ("- id: forming\n", "- id: forming\n  documents: [guide]\n"),
        ("  - id: forming", "  - id: forming\n    documents: [guide]\n"),
        ("  - id: forming\r\n", "  - id: forming\r\n    documents: [guide]\r\n"),
    ],
)
def test_a_stage_that_owes_nothing_yet_gets_the_key(before, after):
    assert added(f"machine: squad\nstages:\n{before}") == f"machine: squad\nstages:\n{after}"


def test_the_shipped_map_changes_in_one_line():
    with open(f"{shipped('states')}/squad.yaml", encoding="utf-8") as file:
        text = file.read()

    new = added(text)

    changed = [pair for pair in zip(text.splitlines(), new.splitlines(), strict=True) if pair[0] != pair[1]]
    assert len(changed) == 1
    assert changed[0][1] == changed[0][0][:-1] + ", guide]"


@pytest.mark.parametrize(
    "text",
    [
        "machine: squad\nstages:\n  - id: chartered\n",
        "machine: squad\n",
        "- a\n",
        "",
        "stages: 5\n",
        "stages:\n  - id: forming\n    documents:\n",
    ],
)
def test_what_is_not_clear_is_left_alone(text):
    with pytest.raises(Unclear):
        added(text)
