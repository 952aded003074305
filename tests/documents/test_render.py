"""Templates to Markdown, also a stranger's templates."""

import os
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.core.history import Tick
from playbook.documents.checklist import boxes
from playbook.documents.escape import escape, escape_all
from playbook.documents.loading import Loader
from playbook.documents.render import OUTPUT_LIMIT, SOURCE_LIMIT, Renderer
from playbook.documents.sandbox import Environment
from playbook.errors import TemplateProblem
from playbook.library import shipped
from playbook.words import Words

VIEW = {
    "squad": {
        "name": "Lyon *accounts*",
        "items": ["a", "b"],
        "get": "got",
        "members": [{"person": "Ana"}, {"person": "Bo"}],
    },
    "n": 3,
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "templates" / "documents").mkdir(parents=True)
    return tmp_path / "templates"


@pytest.fixture
def put(folder):
    def put(source, name="sample"):
        path = folder / "documents" / f"{name}.md.j2"
        path.write_text(source, encoding="utf-8")
        return path

    return put


@pytest.fixture
def render(folder, put):
    def render(source, view=VIEW, ticks=None, words="en"):
        put(source)
        return Renderer([str(folder)], Words(words), None).render("sample", view, ticks or {})

    return render


@pytest.fixture
def problem(render):
    def problem(source, view=VIEW):
        with pytest.raises(TemplateProblem) as caught:
            render(source, view)
        return caught.value

    return problem


def test_a_document_is_its_template_with_the_view_filled_in(render):
    assert render("# {{ squad.name }}\n\n{{ n }}\n").text == "# Lyon \\*accounts\\*\n\n3\n"


def test_blocks_leave_no_empty_lines_and_the_last_newline_stays(render):
    source = (
        "{% for one in squad.members %}\n  {% if loop.first %}\n- {{ one.person }}\n  {% endif %}\n{% endfor %}\nend\n"
    )

    assert render(source).text == "- Ana\nend\n"


def test_an_attribute_of_a_mapping_is_its_key_never_a_method(render):
    assert render("{{ squad.items | join }} {{ squad.get }} {{ squad['items'] | last }}").text == "ab got b"


def test_a_value_is_never_rendered_itself(render):
    view = {"a": "{{ 7 * 7 }} {% raw %} {# x #}"}

    assert render("{{ a }}", view).text == escape(view["a"])
    assert render("{{ _('{x}', x=a) }}", view).text == escape(view["a"])


@given(st.text())
def test_any_value_is_escaped_once(value):
    environment = Environment(Loader([]), None, {})

    assert environment.from_string("{{ a }}").render(escape_all({"a": value})) == escape(value)


def test_items_are_written_and_told(render):
    source = "{{ item('a.' ~ n, _('{who}!', who=squad.name), evidence=true) }}\n{{ item('b', 'x', required=false) }}\n"

    rendering = render(source, ticks={"a.3": Tick("2026-11-21T09:30:00Z", "p-1", "mail", "")})

    assert [(box.id, box.ticked, box.evidence) for box in boxes(rendering.text)] == [
        ("a.3", True, "mail"),
        ("b", False, ""),
    ]
    assert [(one["id"], one["required"], one["evidence"]) for one in rendering.items] == [
        ("a.3", True, True),
        ("b", False, False),
    ]


def test_words_dates_and_numbers_are_offered(render):
    source = "{{ date('2026-11-21') }} {{ number(1234.5) }} {{ percent(40) }} {{ ngettext('{n} day', '{n} days', n) }}"

    assert render(source).text == "21 Nov 2026 1,234.5 40% 3 days"


def test_signatures_are_offered(render):
    assert render("{{ signatures() }}\n").text == "<!-- playbook: signatures -->\n"


def test_a_bare_name_is_included_from_beside(put, render):
    put("part {{ n }}\n", "_part")
    put("{% macro row(x) %}| {{ x }} {{ item('r', 'y') }} |{% endmacro %}", "_rows")

    text = render("{% include '_part.md.j2' %}{% from 'documents/_rows.md.j2' import row %}{{ row(n) }}").text

    assert text == "part 3\n| 3 - [ ] y <!-- item: r --> |"


def test_useful_language_still_works(render):
    source = (
        "{% set w = dict(a=1) %}{{ dict(w, b=2).b }}{% set ns = namespace(x=0) %}{% for i in range(3) %}"
        "{% set ns.x = ns.x + i %}{{ loop.cycle('a', 'b') }}{{ loop.index }}{% endfor %}{{ ns.x }}"
        "{{ squad.members | map(attribute='person') | join(', ') }}{{ n * 2 }}{{ 7 % n }}{{ nope | default('-') }}"
        "{{ ([1] + [2]) | join(',') }}{{ squad.members[0]['person'] }}{{ squad.members[:1] | length }}"
        "{{ nope is defined }}"
        "{% block x %}B{% endblock %}{{ self.x() }}"
    )

    assert render(source).text == "2a1b2a33Ana, Bo61-1,2Ana1FalseBB"


def test_the_workspaces_templates_come_first(tmp_path, folder, put):
    put("shipped")
    (tmp_path / "own" / "documents").mkdir(parents=True)
    own = tmp_path / "own" / "documents" / "sample.md.j2"
    own.write_text("own", encoding="utf-8")
    renderer = Renderer([str(tmp_path / "own"), str(tmp_path / "nothing"), str(folder)], Words(), None)

    assert renderer.render("sample", {}, {}).text == "own"
    assert renderer.templates() == ["sample"]


def test_every_shipped_template_compiles():
    renderer = Renderer([shipped("templates")], Words(), None)

    names = renderer.templates()

    assert "charter" in names
    for name in names:
        renderer._environment.get_template(f"documents/{name}.md.j2")


def test_partials_and_other_files_are_no_documents(folder, put):
    put("x")
    put("x", "_part")
    (folder / "documents" / "deep").mkdir()
    put("x", "deep/charter")
    (folder / "documents" / "page.html.j2").write_text("x", encoding="utf-8")
    (folder / "documents" / "notes.md").write_text("x", encoding="utf-8")

    assert Renderer([str(folder)], Words(), None).templates() == ["sample"]


# ------------------------------------------------------------------------------------------------- mistakes


def test_an_unknown_name_says_where_and_what_was_meant(problem):
    found = problem("x\n{{ sqaud.name }}\n")

    assert found.message == "templates/documents/sample.md.j2:2:4: 'sqaud' is not known here (did you mean 'squad'?)"
    assert found.facts["template"] == "documents/sample.md.j2"
    assert found.facts["line"] == 2
    assert {"squad", "n", "item"} <= set(found.facts["available"])


def test_an_unknown_key_says_what_there_is(problem):
    found = problem("{{ squad.nmae }}")

    assert "'nmae' is not known here (did you mean 'name'?)" in found.message
    assert found.facts["available"] == ("get", "items", "members", "name")


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("\n{% if %}", 2, "Expected an expression"),
        ("\n\n{{ 'x' | uper }}", 3, "uper"),
        ("{{ squad.members[9] }}", 1, "'9' is not known"),
        ("{{ squad.zzz }}", 1, "there are: get, items, members, name"),
        ("{{ n.real.imag.zzz }}", 1, "'real' is not known"),
        ("{{ nope() }}", 1, "'nope' is not known"),
        ("{{ nope + 1 }}", 1, "'nope' is not known"),
        ("{{ _('{x}', x=nope) }}", 1, "'nope' is not known"),
        ("{{ _('{x}') }}", 1, "x"),
        ("\n{{ item('a', 'x') }}\n{{ item('a', 'x') }}", 3, "twice"),
        ("{{ item('a b', 'x') }}", 1, "cannot be the id"),
        ("{{ 1 / 0 }}", 1, "division by zero"),
        ("{{ item() }}", 1, "missing"),
        ("\n{% include '_nope.md.j2' %}", 2, "there is no template '_nope'"),
        ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", 0, "too deep"),
        ("{{ " + "9" * 5000 + " }}", 0, "digits"),
    ],
)
def test_every_mistake_has_its_line(problem, source, line, words):
    found = problem(source)

    assert words in found.message
    assert (found.facts["template"], found.facts["line"]) == ("documents/sample.md.j2", line)


def test_a_mistake_in_an_included_file_is_placed_there(put, problem):
    put("\n\n{{ nope }}", "_part")

    found = problem("{% include '_part.md.j2' %}")

    assert (found.facts["template"], found.facts["line"]) == ("documents/_part.md.j2", 3)


def test_a_template_that_is_not_there_suggests_one(folder, put):
    put("x", "charter")

    with pytest.raises(TemplateProblem, match=r"did you mean 'charter'\?") as caught:
        Renderer([str(folder)], Words(), None).render("chater", {}, {})
    assert caught.value.facts["available"] == ("charter",)


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "a/../../secret", "", "..", "a\0", "a\\b"])
def test_a_name_never_leaves_the_folder(folder, name):
    (folder / "secret.md.j2").write_text("secret", encoding="utf-8")

    with pytest.raises(TemplateProblem):
        Renderer([str(folder)], Words(), None).render(name, {}, {})


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_symlink_never_leads_out(folder, tmp_path, what, problem):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "x.md.j2").write_text("secret", encoding="utf-8")
    if what == "file":
        (folder / "documents" / "x.md.j2").symlink_to(tmp_path / "secret" / "x.md.j2")
    else:
        (folder / "out").symlink_to(tmp_path / "secret")

    for name in ("x.md.j2", "out/x.md.j2"):
        assert "there is no template" in problem("{% include '" + name + "' %}").message


def test_a_symlink_inside_is_fine(folder, put, render):
    put("part", "_part")
    (folder / "documents" / "_same.md.j2").symlink_to(folder / "documents" / "_part.md.j2")

    assert render("{% include '_same.md.j2' %}").text == "part"


def test_a_large_template_is_not_read(problem):
    assert "larger than 256 KiB" in problem("x" * (SOURCE_LIMIT + 1)).message


def test_a_template_is_utf8(folder, put):
    put("x").write_bytes(b"ok\n\xff")

    with pytest.raises(TemplateProblem, match=":2:1: not UTF-8"):
        Renderer([str(folder)], Words(), None).render("sample", {}, {})


# ------------------------------------------------------------------------------------------------- strangers

HOSTILE = [
    "{{ ''.__class__.__mro__ }}",
    "{{ squad['__class__'] }}",
    "{{ n.__class__ }}",
    "{{ _.__globals__ }}",
    "{{ item.__self__ }}",
    "{{ _['__globals__'] }}",
    "{{ _('{x.__class__}', x=n) }}",
    "{{ _('{x}', x=_) }}",
    "{{ _('{x:1000000000}', x=n) }}",
    "{{ ngettext('a', '{x.__class__}', 1, x=n) }}",
    "{{ '{0.__class__}'.format(n) }}",
    "{{ 'x'.upper() }}",
    "{{ 'x'.ljust(10**9) }}",
    "{{ squad.members.append(1) }}",
    "{{ squad.members.clear() }}",
    "{{ 'a' * 10**9 }}",
    "{{ 'a' * 1000000000 }}",
    "{{ [1] * 1000000000 }}",
    "{{ 10**(10**8) }}",
    "{{ 2 ** 3 }}",
    "{{ 99999999999999 * 99999999999999 * 99999999999999 }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ '%1000000000d' | format(1) }}",
    "{{ 'x' | center(1000000000) }}",
    "{{ 'x' | indent(1000000000) }}",
    "{{ ['x'] | map('center', 1000000000) | list }}",
    "{{ 'x' | attr('__class__') }}",
    "{{ [n] | map(attribute='__class__') | join }}",
    "{{ lipsum(n=100000) }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{% for i in range(1000) %}{% for j in range(1000) %}{% endfor %}{% endfor %}",
    "{% for i in range(100000000000) %}{% endfor %}",
    "{% for i in range(90000) %}0123456789012345678901234567890123456789012345678901234567890123456789{% endfor %}",
    "{% include 'sample.md.j2' %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% extends 'sample.md.j2' %}",
    "{% set ns = namespace(x=_) %}{{ ns.x.__func__ }}",
    "{{ dict.fromkeys(range(9)) }}",
    "{{ dict.__subclasses__() }}",
    "{{ namespace.__init__ }}",
    "{{ loop }}",
    "{% for a in [1] %}{{ loop._iterator }}{% endfor %}",
    "{% for a in [1] %}{{ loop.__class__ }}{% endfor %}",
    "{{ caller() }}",
    "{{ [1,2]() }}",
    "{{ date.__self__ }}",
]


@pytest.mark.parametrize("source", HOSTILE)
def test_a_strangers_template_gets_nothing_and_costs_little(problem, source):
    begun = time.process_time()

    found = problem(source)

    assert found.facts["template"] == "documents/sample.md.j2"
    assert time.process_time() - begun < 5


def test_many_includes_are_stopped(put, problem):
    for depth in range(12):
        put(f"{{% include '_p{depth + 1}.md.j2' %}}" * 2, f"_p{depth}")
    put("x", "_p12")

    assert "includes in one document" in problem("{% include '_p0.md.j2' %}").message


def test_many_pieces_of_nothing_do_not_end_a_document(render):
    assert render("{% for i in range(2000) %}{{ '' }}{{ '' }}{% endfor %}end").text == "end"


def test_the_view_is_not_changed(render):
    view = {"a": ["*"]}

    render("{{ a | join }}", view)

    assert view == {"a": ["*"]}


def test_one_document_after_another_starts_afresh(folder, put):
    put("{{ item('a', 'x') }}{% for i in range(90000) %}{% endfor %}")
    renderer = Renderer([str(folder)], Words(), None)

    assert renderer.render("sample", {}, {}) == renderer.render("sample", {}, {})


def test_the_output_has_a_limit():
    assert OUTPUT_LIMIT == 4 * 1024 * 1024


# ----------------------------------------------------------------------------------------------------- cache


def cached(folder, cache):
    return Renderer([str(folder)], Words(), str(cache)).render("sample", {}, {}).text


def test_compiled_templates_are_kept_for_this_user_alone(folder, put, tmp_path):
    put("x")

    cached(folder, tmp_path / "cache")

    (kept,) = (tmp_path / "cache").iterdir()
    assert kept.stat().st_mode & 0o777 == 0o700
    assert len(list(kept.iterdir())) == 1
    assert not [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".j2"]


def test_a_changed_template_is_compiled_anew(folder, put, tmp_path):
    put("x")
    cached(folder, tmp_path)
    put("y")

    assert cached(folder, tmp_path) == "y"


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o720])
def test_a_cache_that_others_can_write_is_not_used(folder, put, tmp_path, mode):
    put("x")
    cached(folder, tmp_path / "cache")
    (kept,) = (tmp_path / "cache").iterdir()
    for file in kept.iterdir():
        file.unlink()
    kept.chmod(mode)

    assert cached(folder, tmp_path / "cache") == "x"
    assert list(kept.iterdir()) == []


def test_a_cache_that_cannot_be_had_costs_time_only(folder, put, tmp_path, monkeypatch):
    put("x")
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert cached(folder, tmp_path / "file") == "x"

    def refuse(*_, **__):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    assert cached(folder, tmp_path / "cache") == "x"


def test_a_damaged_cache_is_compiled_anew(folder, put, tmp_path):
    put("x")
    cached(folder, tmp_path)
    for file in tmp_path.glob("templates-*/*"):
        file.write_bytes(b"damaged")

    assert cached(folder, tmp_path) == "x"


def test_a_view_that_is_used_again_is_escaped_once(folder, put):
    put("{{ a }} {{ b.c }}")
    renderer, view = Renderer([str(folder)], Words(), None), {"a": "*", "b": {"c": "_x_"}}

    assert {renderer.render("sample", view, {}).text for _ in range(3)} == {r"\* \_x\_"}
    assert renderer.render("sample", {"a": "other", "b": {"c": ""}}, {}).text == "other "
