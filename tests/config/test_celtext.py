import pytest

from playbook.config.celtext import bodies, called, original, tokens


def texts(expression):
    return [token.text for token in tokens(expression)]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("a.b>=1.5", ["a", ".", "b", ">=", "1.5"]),
        ("a // b 'c\n== 'd'", ["a", "==", "'d'"]),
        ('"a\\"b" + r"\\" + b\'x\'', ['"a\\"b"', "+", 'r"\\"', "+", "b'x'"]),
        ("'''a\n'b''' in c", ["'''a\n'b'''", "in", "c"]),
        ("'open", ["'", "open"]),
        ("1e3 + 0x1f + 2u", ["1e3", "+", "0x1f", "+", "2u"]),
        ("a&&b||!c", ["a", "&&", "b", "||", "!", "c"]),
        ("", []),
    ],
)
def test_an_expression_is_taken_apart(expression, expected):
    assert texts(expression) == expected


def test_a_token_knows_where_it_stands():
    assert [token.at for token in tokens("ab  .c")] == [0, 4, 5]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("squad.stage == 'x.y'", "squad.stage() == 'x.y'"),
        ("squad . stage", "squad . stage()"),
        ("squad.members.size()", "squad.members().size()"),
        ("measures.csat.mean", "measures.csat.mean()"),
        ("measures['csat'].mean", "measures['csat'].mean()"),
        ("s.measures.csat.mean", "s.measures().csat.mean()"),
        ("has(squad.stage) && has (s.id)", "ha_(squad.stage()) && ha_ (s.id())"),
        ("squad.has(1)", "squad.has(1)"),
    ],
)
def test_fields_are_written_as_calls_and_keys_are_not(expression, expected):
    assert called(expression, tokens(expression))[0] == expected


def test_a_place_in_the_changed_text_leads_back():
    text = "has(a.b) &&\n  a.b.c == d"
    changed, insertions = called(text, tokens(text))

    for word, at in (("a.b", 4), (".c", text.index(".c")), ("== d", text.index("== d"))):
        found = changed.index(word)
        line = changed.count("\n", 0, found) + 1
        column = found - (changed.rfind("\n", 0, found) + 1) + 1
        assert original(changed, line, column, insertions) == at


def test_a_place_that_the_library_does_not_know_is_the_beginning():
    assert original("abc", -1, -1, []) == 0


def test_brackets_find_their_partners():
    found = tokens("(a(b))((")

    assert bodies(found) == {0: 5, 2: 4}
