"""Signatures under documents, as plain data for templates: who confirmed again, and what changed since."""

from collections.abc import Iterator

from playbook.core.history import Paper, Signature
from playbook.documents.pieces import Plain, Source


def signatures(source: Source, subject: str) -> list[Plain]:
    """Return the signatures under a subject's documents that need a word: confirmed later, or suspect; oldest first.

    Each with `document` (the template), `name`, `role`, `at`, `again`, `suspect` and the `sections` that changed.
    """
    papers = (paper for paper in source.state.papers.values() if paper.subject == subject)
    found = [one for paper in papers for one in _of(source, paper)]
    return sorted(found, key=lambda one: (one["at"], one["document"], one["name"]))


def _of(source: Source, paper: Paper) -> Iterator[Plain]:
    changed = {suspect.signature: suspect.sections for suspect in source.state.suspects.get(paper.id, ())}
    for one in paper.signatures.values():
        if one.again or one in changed:
            yield _plain(source, paper, one) | {
                "suspect": one in changed,
                "sections": [title for title in changed.get(one, ()) if title],
            }


def _plain(source: Source, paper: Paper, one: Signature) -> Plain:
    return {
        "document": paper.template,
        "subject": paper.subject,
        "name": source.state.person(one.by),
        "role": source.words.text(one.role),
        "at": one.at,
        "again": one.again,
    }
