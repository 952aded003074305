import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.config.findings import MOST, Findings, Spot, known, known_here, meant, nearest, quote, slug, unique
from playbook.config.source import read
from playbook.core.model import ID_PATTERN
from playbook.core.phrase import say
from playbook.errors import ConfigurationError


@pytest.fixture
def findings():
    return Findings(read(b"a: 1\nb: [x, y, x]\nc: *z\n", "f.yaml"))


def test_problems_come_in_file_order_those_of_reading_included(findings):
    findings.add(("b",), say("second"))
    findings.add(("a",), say("first"), key=True)

    assert list(map(str, findings.problems())) == [
        "f.yaml:1:1: first",
        "f.yaml:2:4: second",
        "f.yaml:3:4: aliases (*z) are not allowed; write the value out",
    ]


def test_what_could_not_be_read_is_not_judged_again(findings):
    findings.add(("c",), say("again"))
    findings.add(("c", "d"), say("and again"))

    assert len(findings.problems()) == 1


def test_the_same_mistake_is_said_once(findings):
    findings.add(("a",), say("first"))
    findings.add(("a",), lambda: say("first"))

    assert len(findings.problems()) == 2


def test_sentences_beyond_the_limit_are_counted_and_never_made(findings):
    made = []

    for n in range(MOST + 50):
        findings.add(("a",), lambda n=n: made.append(n) or say("no. {n}", n=n))

    assert findings.problems()[-1].message == "51 more problems from here on"
    assert len(made) == MOST


def test_a_record_is_accepted_only_where_nothing_is_wrong():
    assert Findings(read(b"a: 1", "f.yaml")).accept("record") == "record"

    with pytest.raises(ConfigurationError) as caught:
        Findings(read(b"", "f.yaml")).accept("record")

    assert caught.value.message == "1 problem in 1 of 1 file"


def test_a_spot_goes_anywhere_without_falling():
    spot = Spot({"a": [1, {"b": "x"}]})

    assert spot.key("a").each()[1].key("b") == Spot("x", ("a", 1, "b"))
    assert spot.key("no").key("no").each() == []
    assert spot.key("a").text == ""


def test_unknown_and_repeated_texts_are_found(findings):
    spots = Spot(findings.source.data).key("b").each()

    known(findings, spots[1], ["x"], lambda text: say("'{text}' is not an x", text=text))
    known(findings, spots[1], None, lambda text: say("'{text}' is not anything", text=text))
    unique(findings, spots, lambda text, line: say("two of '{text}', see {line}", text=text, line=line))

    assert [str(one) for one in findings.problems()[:2]] == [
        "f.yaml:2:8: 'y' is not an x",
        "f.yaml:2:11: two of 'x', see 2",
    ]


@pytest.mark.parametrize(
    ("word", "best"),
    [("maketing", "marketing"), ("MARKETING", "marketing"), ("zzz", ""), ("", ""), ("m" * 100, "")],
)
def test_the_nearest_option_is_suggested(word, best):
    assert nearest(word, ("sales", "marketing")) == best
    assert str(meant(say("no"), word, ["sales", "marketing"])) == (f"no (did you mean '{best}'?)" if best else "no")


def test_where_nothing_is_near_what_is_known_can_be_said():
    wrong = say("no {word}", word="zzz")

    assert str(meant(wrong, "zzz", ["sales"], known_here(wrong, ["sales", "hr"]))) == "no zzz (known here: sales, hr)"


def test_a_text_with_braces_is_only_a_text(findings):
    spot = Spot("{0} {x!r}", ("a",))

    known(findings, spot, ["y"], lambda text: say("'{text}' is not an x", text=text))

    assert str(findings.problems()[0]) == "f.yaml:1:4: '{0} {x!r}' is not an x"


@given(st.text(max_size=200))
def test_a_quote_is_one_short_line(text):
    assert len(quote(text)) <= 62
    assert "\n" not in quote(text)


@given(st.text(max_size=100))
def test_a_slug_is_an_id_or_nothing(text):
    import re

    assert slug(text) == "" or re.fullmatch(ID_PATTERN, slug(text))
