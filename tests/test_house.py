"""The house rules that no linter knows: budgets, names, templates. STYLE.md gives the reasons."""

import ast
import re
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).parents[1]
APPS = ("startalking", "blog", "comments", "knowledgebase", "linkbacks", "widgets")
OURS = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
MODULES = [path for path in OURS if "migrations" not in path.parts and path.name != "settings.py"]
MIGRATIONS = [path for path in OURS if "migrations" in path.parts and path.name != "__init__.py"]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES_AND_SCRIPTS = [path for kind in ("css", "js") for path in sorted((ROOT / "static").rglob(f"*.{kind}"))]
COMPONENTS = [path for path in TEMPLATES if path.name.startswith("_")]


def name(path):
    return str(path.relative_to(ROOT))


def lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def functions():
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name(path)}:{node.lineno} {node.name}", node


def places(pattern, paths):
    """Where a pattern stands, as file:line."""
    found = re.compile(pattern)
    return [
        f"{name(path)}:{number} {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if found.search(line)
    ]


def body_length(node):
    """Lines of a function below its signature and docstring: what a reader has to hold in mind."""
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    return node.end_lineno - body[0].lineno + 1


def share_above(limit, sizes):
    return sum(size > limit for size in sizes) / len(sizes)


def test_the_rules_have_something_to_hold():
    assert len(MODULES) > 50
    assert len(TEMPLATES) > 20
    assert len(COMPONENTS) > 5


def test_no_file_is_longer_than_300_lines():
    assert [f"{name(path)}: {lines(path)}" for path in [*MODULES, *TESTS] if lines(path) > 300] == []


def test_files_of_more_than_200_lines_are_rare():
    assert share_above(200, [lines(path) for path in MODULES]) <= 0.05


def test_no_function_is_longer_than_40_lines():
    assert [f"{where}: {body_length(node)}" for where, node in functions() if body_length(node) > 40] == []


def test_functions_of_more_than_20_lines_are_rare():
    assert share_above(20, [body_length(node) for _where, node in functions()]) <= 0.05


def test_no_function_takes_more_than_five_arguments():
    def count(node):
        given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        return len([argument for argument in given if argument.arg not in {"self", "cls", "request"}])

    assert [f"{where}: {count(node)}" for where, node in functions() if count(node) > 5] == []


def test_a_module_is_named_by_what_it_knows():
    vague = {
        "utils",
        "util",
        "helpers",
        "helper",
        "services",
        "managers",
        "constants",
        "common",
        "misc",
        "base",
        "signals",
    }
    assert [name(path) for path in MODULES if path.stem in vague] == []


def test_only_the_project_says_what_is_done_at_the_start():
    ready = [where for where, node in functions() if node.name == "ready"]
    assert [where for where in ready if not where.startswith("startalking/apps.py")] == []


@pytest.mark.parametrize("layer", ["views", "feeds", "sitemaps", "templatetags", "admin"])
def test_states_are_asked_for_with_the_words_of_the_trade(layer):
    above = [path for path in MODULES if layer in path.relative_to(ROOT).with_suffix("").parts]
    assert places(r"\b(filter|exclude|get)\([^)]*\bstatus(__\w+)?=", above) == []


def test_no_code_is_left_for_later():
    assert places(r"#\s*(TODO|FIXME|XXX)\b(?!.*#\d+)", [*MODULES, *TESTS]) == []


def test_migrations_are_named_by_what_they_do():
    assert [name(path) for path in MIGRATIONS if "_auto_" in path.name or not re.match(r"\d{4}_[a-z]", path.name)] == []


@pytest.mark.django_db
def test_no_change_of_a_model_lacks_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_no_template_is_longer_than_150_lines():
    assert [f"{name(path)}: {lines(path)}" for path in TEMPLATES if lines(path) > 150] == []


def test_templates_of_more_than_80_lines_are_rare():
    assert share_above(80, [lines(path) for path in TEMPLATES]) <= 0.05


def test_a_component_says_first_what_it_is_given():
    openings = {path: path.read_text(encoding="utf-8").partition("\n")[0] for path in COMPONENTS}
    said = re.compile(r"^\{# (?:\w+/)*(?P<name>_\w+\.html): \S.* #\}")
    wrong = [
        name(path) for path, first in openings.items() if not (match := said.match(first)) or match["name"] != path.name
    ]
    assert wrong == []


def test_a_component_sees_only_what_it_is_given():
    included = re.compile(r"""\{%\s*include\s+["'](?:[^"']*/)?_\w+\.html["'](?P<given>[^%]*)%\}""")
    wrong = [
        f"{name(path)}: {match[0]}"
        for path in TEMPLATES
        for match in included.finditer(path.read_text(encoding="utf-8"))
        if "only" not in match["given"].split()
    ]
    assert wrong == []


def test_only_cleaned_html_is_safe():
    """`|safe` stands on names that end in "html", which only core/text.py fills; escaping is never switched off."""
    assert places(r"\{\{(?![^}]*html\s*\|\s*safe)[^}]*\|\s*safe(seq)?\b", TEMPLATES) == []
    assert places(r"\{%\s*(autoescape\s+off|filter\s+safe)", TEMPLATES) == []


def test_nothing_inline_that_the_content_policy_would_block():
    assert places(r"\sstyle\s*=", TEMPLATES) == []
    assert places(r"<style\b", TEMPLATES) == []
    assert places(r"\son[a-z]+\s*=\s*[\"']", TEMPLATES) == []
    assert places(r"<script\b(?![^>]*\b(src=|type=\"application/(ld\+)?json\"))", TEMPLATES) == []


def test_nothing_is_loaded_from_another_host():
    assert (
        places(
            r"""<(script|img|iframe|source|video|audio|embed|object)\b[^>]*\bsrc(set)?=["']?(https?:)?//""", TEMPLATES
        )
        == []
    )
    assert (
        places(
            r"""<link\b[^>]*rel=["'](stylesheet|preload|preconnect|dns-prefetch|icon)[^>]*href=["']?(https?:)?//""",
            TEMPLATES,
        )
        == []
    )
    assert places(r"""(url\(|@import|import\s|fetch\()\s*["']?(https?:)?//""", STYLES_AND_SCRIPTS) == []
