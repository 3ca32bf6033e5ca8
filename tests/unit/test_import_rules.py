"""Who may import whom (design section 1), read from the source: nothing is imported to find out."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

PIPELINE = ROOT / "pipeline"
MODULES = sorted(PIPELINE.rglob("*.py"))
DOES_IO = {
    "socket",
    "requests",
    "urllib.request",
    "http.client",
    "aiohttp",
    "sqlalchemy",
    "psycopg2",
    "fsspec",
    "asyncpg",
}
PURE = ("feeds/parse.py", "extract/article.py", "dedupe", "classify")


def imports_of(path: Path) -> set[str]:
    """Return every module that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def relative(path: Path) -> str:
    """Return a module's path below pipeline/."""
    return path.relative_to(PIPELINE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_pipeline_never_imports_airflow(path: Path) -> None:
    assert not [name for name in imports_of(path) if name.split(".")[0] == "airflow"]


@pytest.mark.parametrize("name", ["records.py", "errors.py", "settings.py"])
def test_the_base_imports_only_the_standard_library_and_itself(name: str) -> None:
    allowed = sys.stdlib_module_names | {"pipeline"}
    assert {one.split(".")[0] for one in imports_of(PIPELINE / name)} <= allowed


@pytest.mark.parametrize(("library", "home"), [("feedparser", "feeds/"), ("trafilatura", "extract/")])
def test_an_untyped_library_has_one_home(library: str, home: str) -> None:
    users = [relative(path) for path in MODULES if library in {one.split(".")[0] for one in imports_of(path)}]
    assert users
    assert all(user.startswith(home) for user in users), users


def test_only_one_module_knows_feedparser_dicts() -> None:
    assert [relative(path) for path in MODULES if "feedparser" in imports_of(path)] == ["feeds/parse.py"]


@pytest.mark.parametrize("path", [one for one in MODULES if relative(one).startswith(PURE)], ids=relative)
def test_deciding_stages_do_no_io(path: Path) -> None:
    names = imports_of(path)
    assert not {one for one in names if one in DOES_IO or one.split(".")[0] in DOES_IO}
    assert not {one for one in names if one.startswith(("pipeline.store", "pipeline.fetch", "pipeline.steps"))}


@pytest.mark.parametrize("path", [one for one in MODULES if one.parent.name != "steps"], ids=relative)
def test_stages_never_call_the_conductor(path: Path) -> None:
    if relative(path).startswith(("cli/", "runner/")):
        return
    assert not {one for one in imports_of(path) if one.startswith("pipeline.steps")}


@pytest.mark.parametrize("path", sorted((ROOT / "plugins").rglob("*.py")), ids=lambda path: path.name)
def test_plugins_read_postgres_through_the_store(path: Path) -> None:
    names = imports_of(path)
    assert not {one for one in names if one.split(".")[0] in ("psycopg2", "asyncpg")}
    assert not {
        one for one in names if one.startswith("pipeline.") and one.split(".")[1] in ("steps", "fetch", "extract")
    }


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_assert_validates_nothing(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert)]


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_every_module_opens_with_where_it_stands(path: Path) -> None:
    if path.name != "__init__.py":
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
