import json

from playbook.app import playbooks
from playbook.app.playbooks import Playbook
from playbook.ledger.codec import text_hash


def test_before_the_first_move_nothing_is_pinned(selection):
    session = selection.session()

    playbooks.pin(session)

    assert session.events == []


def test_the_texts_of_templates_are_kept_with_their_list(pilot):
    manifest = json.loads(pilot.events("DocumentsPinned")[0])["manifest"]

    listed = json.loads(pilot.world().ledger.text(manifest))

    assert "documents/charter.md.j2" in listed
    assert all(text_hash(pilot.world().ledger.text(digest)) == digest for digest in listed.values())


def test_what_is_recorded_is_not_recorded_again(pilot):
    session = pilot.session()

    playbooks.pin(session)

    assert session.events == []


def test_documents_are_rendered_from_the_files_while_their_version_is_followed(pilot):
    session = pilot.session()

    assert playbooks.renderer(session, "en") is session.world.renderer("en")
    assert playbooks.templates(session) == text_hash(session.world.templates().manifest)


def test_documents_are_rendered_from_the_ledger_while_the_files_have_another_version(pilot):
    session = pilot.session()
    session.state.offered = "2.0"

    found = playbooks.renderer(session, "en")

    assert found is session.world.kept("en", "1.0", playbooks.templates(session))
    assert found.templates() == session.world.renderer("en").templates()


def test_a_ledger_that_kept_no_templates_is_rendered_from_the_files(pilot):
    session = pilot.session()
    session.state.offered = "2.0"
    session.state.manifests.clear()

    assert playbooks.renderer(session, "en") is session.world.renderer("en")


def test_the_files_and_the_ledger_know_versions(pilot):
    session = pilot.session()

    assert playbooks.of_files(session).version == "1.0"
    assert playbooks.of_ledger(session, "1.0").maps == playbooks.of_files(session).maps
    assert playbooks.of_ledger(session, "2.0") is None
    assert playbooks.versions(session) == ["1.0"]


def test_a_playbook_without_a_list_is_that_of_the_files(pilot):
    session = pilot.session()

    assert playbooks.of(session, Playbook("9", {}), "de") is session.world.renderer("de")
