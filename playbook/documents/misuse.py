"""What a template asks of a function that cannot be: told to its author in their language."""

from playbook.core.phrase import Phrase


class Misuse(ValueError):  # noqa: N818  (named after what happened)
    """A function of a template was given what it cannot use; `sentence` says what."""

    def __init__(self, sentence: Phrase) -> None:
        """Keep the sentence; as a text it is English."""
        super().__init__(str(sentence))
        self.sentence = sentence
