"""Expressions: what is found before they run, what they say, and that none of them takes long."""

import resource
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.config.expressions import LONGEST, evaluate, mistakes
from playbook.core.phrase import Phrase
from playbook.core.scope import RECORDS, ROOTS, words
from playbook.core.sight import Sight, names
from tests.builders import NOW, case, members, state, unit
from tests.builders import squad as built

HOW_TO = Path(__file__).parent.parent.parent / "docs" / "how-to" / "expressions.md"
SAMPLE = {"int": 3, "double": 2.5, "string": "abc", "bool": True}


def sample(kind, depth=0):
    """Return plain data of a type of the scope, whole."""
    outer, _, rest = kind.partition("(")
    inner = rest.removesuffix(")")
    if outer == "list":
        return [sample(inner, depth + 1)] * 3
    if outer == "map":
        return {"csat": sample(inner, depth + 1)}
    return SAMPLE.get(kind) or {name: sample(field.kind, depth + 1) for name, field in RECORDS[kind].items()}


WHOLE = {name: sample(root.kind) for name, root in ROOTS.items()}


def told(text):
    return [(wrong.at, str(wrong.sentence)) for wrong in mistakes(text)]


def marked(text):
    """Return the expression without its marks `«`, and where they stood."""
    places, plain = [], ""
    for part in text.split("«"):
        places.append(len(plain + part))
        plain += part
    return plain, places[:-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("squad.members.size() >= 6 && unit.failure_budget > 0", False),
        ("squad.members.size() == 3", True),
        ("size(squads) == 3 && squads[0].stage == 'abc'", True),
        ("squads.all(s, s.stage == 'abc' && s.measures['csat'].mean >= 2)", True),
        ("measures.csat.mean >= 2 && 2 <= measures.csat.mean", True),
        ("has(measures.csat.mean) && squad.stage in ['stable', 'abc']", True),
        ("squads.filter(s, s.held).size() > 2.5", True),
        ("squads.filter(s, s.held).exists(s, s.members.exists_one(m, m.allocation == 3))", False),
        ("squads.all(squad, squad.members.all(m, m.skills.exists(k, k == 'abc')))", True),
        ("cycles.exists(c, double(c.days_open) / 2.0 > 1.0)", True),
        ("today > '2026-01-01' ? unit.waves == 3 : false", True),
        ("'csat' in measures && !('speed' in measures)", True),
        ("-unit.waves < 0 && 7 % 2 == 1 && 1 + 2 * 3 == 7", True),
        ("squad.stage == \"abc\" // squad.foo == 'no field of a comment'", True),
        ("stage == 'squad.foo' || stage.startsWith('a')", True),
        ("goal . id == 'abc'", True),
        ("true", True),
    ],
)
def test_what_is_right_is_evaluated(text, expected):
    assert told(text) == []
    assert evaluate(text, WHOLE) is expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("squad.«membrs.size() > 3", "there is no 'membrs' in what stands before it (did you mean 'members'?)"),
        ("«sqad.stage == 'x'", "there is no 'sqad' (did you mean 'squad'?)"),
        ("stage == 'x' || «zebra > 3", f"there is no 'zebra' (known here: {', '.join(ROOTS)})"),
        (
            "squad.«statement == 'x'",
            f"there is no 'statement' in what stands before it (known here: {', '.join(RECORDS['squad'])})",
        ),
        ("squads.all(s, s.«foo > 3)", "there is no 'foo' in what stands before it"),
        ("squads.all(s, s.members.all(m, m.allocation «> 'a'))", "'>' cannot be used with int, string"),
        ("squad.stage «== 3", "'==' cannot be used with string, int"),
        ("squads «== squads", "'==' cannot be used with list(squad), list(squad)"),
        ("squad «in squads", "'in' cannot be used with squad, list(squad)"),
        ("days_in_stage «/ 2.5 > 1.0", "'/' cannot be used with int, double"),
        ("(squads «+ squads).size() > 3", "'+' cannot be used with list(squad), list(squad)"),
        ("stage «+ 'a' == 'b'", "'+' cannot be used with string, string"),
        ("squad«['stage'] == 'x'", "'[ ]' cannot be used with squad, string"),
        ("squad.stage == 'x' «and true", "'and' is not expected here (did you mean '&&'?)"),
        ("stage «= 'x'", "'=' is not expected here (did you mean '=='?)"),
        ("squads.all(s, s.stage == 'x') &&«", "the expression ends too early"),
        ("stage == «'abc", "the quote that opens here is not closed"),
        ("squad.«stage() == 'x'", "'stage' is written without brackets"),
        ("squads.«map(s, s.stage).size() > 0", "'map' is left out of these expressions, as its time has no limit"),
        ("stage.«matches('a+')", "'matches' is left out of these expressions, as its time has no limit"),
        ("[1, 2].«all(n, n > 0)", "'all' goes over a list that has a name, and over no other"),
        ("«stage.all(c, c == 'x')", "a list is needed here, found string"),
        ("«squad.members", "the expression has to come out true or false, this one is list(member)"),
        ("«3 + 4", "the expression has to come out true or false, this one is int"),
        ("«ha_(stage)", "there is no 'ha_'"),
        ("«", "the expression ends too early"),
    ],
)
def test_what_is_wrong_is_told_at_its_character(text, sentence):
    plain, (at,) = marked(text)

    assert told(plain) == [(at, sentence)]


def test_every_mistake_is_told_at_once():
    plain, places = marked("squad.«foo > 3 && «bar\n  && stage «> 3")

    assert [at for at, _ in told(plain)] == places


def test_a_character_beyond_the_usual_alphabets_is_counted_as_one():
    plain, (at,) = marked("stage == 'Überraschung 中文' && «foo")

    assert told(plain)[0][0] == at


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1 / (unit.waves - 3) > 1", "it divides by zero"),
        ("7 % (unit.waves - 3) > 1", "it divides by zero"),
        ("measures['speed'].mean > 3", "'speed' is not known"),
        ("squads[9].stage == 'x'", "it asks for an entry that the list does not have"),
        ("9223372036854775807 + unit.waves > 0", "it cannot be worked out: OUT_OF_RANGE: integer overflow"),
    ],
)
def test_what_cannot_be_worked_out_is_no_answer(text, reason):
    answer = evaluate(text, WHOLE)

    assert isinstance(answer, Phrase)
    assert str(answer) == reason


def test_a_name_without_a_value_is_no_answer_unless_the_other_side_decides():
    assert str(evaluate("wave.number > 1", {})) == "'wave' is not known"
    assert evaluate("true || wave.number > 1", {}) is True
    assert evaluate("false && wave.number > 1", {}) is False


def test_a_field_without_a_value_can_be_asked_for():
    assert evaluate("has(squad.days_in_stage)", {"squad": {"stage": "x"}}) is False
    assert str(evaluate("squad.days_in_stage > 3", {"squad": {"stage": "x"}})) == "'days_in_stage' is not known"


def test_a_wrong_expression_of_an_old_ledger_has_no_answer():
    assert "foo" in str(evaluate("squad.foo > 3", WHOLE))


def test_more_entries_than_the_budget_are_no_answer():
    many = {"squads": [{"held": True}] * 200}

    answer = evaluate("squads.all(a, squads.all(b, b.held))", many)

    assert str(answer) == "it goes over more than 10,000 entries"


@pytest.mark.parametrize(
    ("text", "squads", "right"),
    [
        ("squads.filter(s, s.held).size() > 0", 2000, True),
        ("squads.filter(s, s.held).size() > 0", 2001, False),
        ("squads.filter(s, s.held).filter(s, s.held).size() > 0", 1400, True),
        ("squads.filter(s, s.held).filter(s, s.held).size() > 0", 1500, False),
        ("squads.all(s, s.members.filter(m, m.allocation > 0).size() > 0)", 3000, True),
        ("squads.exists(s, squads.filter(q, q.held).size() > 0)", 401, False),
        ("squads.all(s, s.held)", 9999, True),
    ],
)
def test_filters_have_a_budget_by_the_lengths_of_lists(text, squads, right):
    many = {"squads": [{"held": True, "members": [{"allocation": 3}]}] * squads}

    answer = evaluate(text, many)

    assert (answer is True) is right
    assert right or "filters would copy" in str(answer)


# ------------------------------------------------------------------------------------------------ budget

DOZENS = ", ".join(["'x'"] * 85 + ["'abc'"])
COMPARED = "&&".join(["q.days_in_stage==3"] * 60)
HOSTILE = {
    "length": "1 == 1 " * 400,
    "deep": "(" * 900 + "true" + ")" * 900,
    "lists in lists": "[" * 900 + "1" + "]" * 900 + " == []",
    "a long chain": "1" + "+1" * 990 + "> 0",
    "signs": "!" * 1990 + "true",
    "and": " && ".join(["1==1"] * 250),
    "doubled texts": "[s+s+s].exists(a,[a+a+a].exists(b,[b+b+b].exists(c,(c+c).size() > 9)))".replace("s", "stage", 0),
    "doubled lists": "[squads+squads].exists(a,[a+a].exists(b,[b+b].exists(c,c.size()>10)))",
    "equal lists": " && ".join(["squads == squads"] * 60),
    "a wide list": f"[{','.join(['squads'] * 250)}].size() > 1",
    "filters of filters": "squads" + ".filter(q, q.held)" * 25 + ".size() > 0",
    "every entry with every entry": "squads.all(a, squads.all(b, squads.all(c, a.held && b.held && c.held)))",
    "much at each entry": f"squads.all(a, squads.all(q, {COMPARED}))",
    "as much as is allowed": "squads.all(a, squads.all(q, " + "&&".join(["q.days_in_stage==3"] * 31) + "))",
    "long list at each entry": f"squads.all(a, squads.all(q, q.stage in [{DOZENS}]))",
    "index": "squads.all(a, squads[3].held && squads[4].held && squads[5].held)",
    "unclosed": "squads.all(a, " * 100,
    "quotes": "'" * 1999,
    "backslashes": '"' + "\\" * 1990,
    "brackets": "a[" * 990,
    "dots": "squad" + ".squad" * 300,
    "ternaries": "true ? " * 200 + "true" + " : false" * 200,
}


@pytest.fixture(scope="module")
def thousand():
    """Return the names over a unit of 1,000 squads of eight."""
    everybody = members(*("sales", "finance", "service", "marketing") * 2)
    squads = tuple(built(f"s{number}", members=everybody) for number in range(1000))
    whole = unit(squads=squads, waves=())
    at = Sight(state(), whole, "emea", {}, case(unit=whole).stage, NOW)
    return lambda text: names(at, words(text))


@pytest.mark.parametrize("name", HOSTILE)
def test_no_expression_takes_long_or_much_memory(name, thousand):
    text = HOSTILE[name][:LONGEST]
    known = thousand(text)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    evaluate("1 == 2", {})
    took = []
    for variant in (text, text + " "):  # the second is not remembered, so the faster of two is no answer from memory
        start = time.process_time()
        mistakes(variant)
        evaluate(variant, known)
        took.append(time.process_time() - start)

    assert min(took) < 0.3  # 0.1 s on an idle machine; coverage and neighbours cost the rest
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="squad.members all(m,) && || == 1 'x' [] {} ?: + - ! has in // \n \"\\é", max_size=120))
def test_any_text_is_checked_without_a_crash(text):
    found = mistakes(text)

    assert all(0 <= wrong.at <= len(text) for wrong in found)
    assert found or isinstance(evaluate(text, WHOLE), bool | Phrase)


def test_the_library_is_imported_only_for_an_expression():
    code = """
        import sys
        import playbook.cli.main, playbook.app.judging, playbook.gates, playbook.config.states
        print([name for name in sys.modules if "cel" in name.split(".")[-1] and "cel_expr" in name])
    """

    run = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "[]"


def test_the_expressions_of_the_guide_are_right():
    import re

    text = HOW_TO.read_text("utf-8")
    quoted = re.findall(r"that: \"([^\n]*?)\"[,}]", text)
    table = text.split("## What you write")[1].split("## What `playbook check`")[0]
    inline = re.findall(r"`([^`]+)`", table)
    whole = [one for one in inline if one not in ("exists_one", "a && b")]

    wrong = {one: told(one) for one in [*quoted, *whole] if told(one)}

    assert wrong == {}
    assert len(whole) > 10
