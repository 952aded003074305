import pytest

from playbook.config.source import read

COLON = (
    "a ':' is not expected here: the line is indented differently from its neighbours, "
    "or a text with ': ' in it needs quotes"
)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "a: b: c\n",
            f"1:5: {COLON}",
        ),
        (
            "a: 1\n b: 2\n",
            f"2:3: {COLON}",
        ),
        ("a: @x\n", "1:4: a text that starts with '@' needs quotes"),
        ("a: `x`\n", "1:4: a text that starts with '`' needs quotes"),
        ("a: %x\n", "1:4: a text that starts with '%' needs quotes"),
        ("a: 'x\nb: 1\n", "1:4: the quote that starts here is never closed"),
        ("a: [1, 2\nb: 1\n", "1:4: the list that starts here with '[' is never closed"),
        ("a: {b: 1\nc: 1\n", "1:4: the '{' that starts here is never closed"),
        ("a:\n  b: 1\n c: 2\n", "3:2: a key is needed here; is the line indented like its neighbours?"),
        ("a:\n  - b\n  c: 1\n", "3:3: a list item ('- ') is needed here, or a line indented like its neighbours"),
        ("a: - b\n", "1:4: a list item ('- ') must start on a line of its own"),
        ("a: 1\nbc\n", "2:3: a ':' after the key is missing"),
        ('a: "\\q"\n', "1:5: an unknown escape; write '\\\\' for a backslash, or use single quotes"),
        ("a:\n\t- b\n", "2:1: a tab is used to indent; YAML allows spaces only"),
        ("a:\n  - b\n\t- c\n", "3:1: a tab is used to indent; YAML allows spaces only"),
        ("a: 1}\nb: }", "2:4: this is not YAML: did not find expected node content"),
        ("a: |1x\n", "1:6: this is not YAML: did not find expected comment or line break"),
    ],
)
def test_a_slip_is_explained_where_it_was_made(text, problem):
    found = [str(one).removeprefix("x:") for one in read(text.encode(), "x").problems]

    assert found == [problem]


def test_an_error_after_the_last_line_is_shown_at_its_end():
    problem = read(b"a: 1\nb: [", "x").problems[-1]

    assert (problem.line, problem.column) <= (2, 5)
