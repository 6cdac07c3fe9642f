"""What every file of the house keeps to: size, docstrings, no outside host, nothing inline."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, name, page_files, python_files, tree

OUTSIDE = re.compile(
    r"""(?:(?:src|href|action|poster|srcset)\s*=\s*["']?|url\(\s*["']?|@import\s+["']?|fetch\(\s*["'`])(?:https?:)?//"""
)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>\s*\S|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE)
INLINE_STYLE = re.compile(r"<style[\s>]|\sstyle\s*=\s*[\"']", re.IGNORECASE)
MAIL = "emails"  # mail programs read inline styles only, and no policy applies there


@pytest.mark.parametrize("path", [path for path in python_files() if path.read_text().strip()], ids=name)
def test_a_module_says_what_it_is_and_stays_short(path: Path) -> None:
    assert ast.get_docstring(tree(path)), f"{name(path)} has no docstring"
    assert path.read_text().count("\n") <= 400, f"{name(path)} has more than 400 lines: two subjects, two files"


@pytest.mark.parametrize("path", python_files(), ids=name)
def test_a_function_fits_on_a_screen(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            size = (node.end_lineno or node.lineno) - node.lineno + 1
            assert size <= 60, f"{name(path)}:{node.lineno} {node.name} has {size} lines"


@pytest.mark.parametrize("path", list(page_files()), ids=name)
def test_a_page_calls_no_outside_host_and_holds_nothing_inline(path: Path) -> None:
    written = path.read_text()
    assert not OUTSIDE.search(written), f"{name(path)} calls an outside host"
    if path.suffix == ".html" and MAIL not in path.parts:
        assert not INLINE_SCRIPT.search(written), f"{name(path)} has an inline script; the policy would block it"
        assert not INLINE_STYLE.search(written), f"{name(path)} has an inline style; the policy would block it"


def test_there_are_pages_to_look_at() -> None:
    assert len(list(page_files())) > 5


LOCKS = ["requirements.txt", "requirements-sqs.txt", "requirements-dev.txt", "requirements-clients.txt", "uv.txt"]


@pytest.mark.parametrize("file", LOCKS)
def test_requirements_are_pinned_with_hashes_and_name_no_host(file: str) -> None:
    written = (ROOT / file).read_text()
    pinned = re.findall(r"^[a-z0-9][^\s=]*==\S+", written, re.MULTILINE)
    assert pinned and "://" not in written and "index" not in written
    hashed = re.findall(r"^[a-z0-9][^\s=]*==.*\\\n    --hash=sha256:", written, re.MULTILINE)
    assert len(hashed) == len(pinned)


def test_every_direct_requirement_has_its_reason() -> None:
    reasons = (ROOT / "docs" / "dependencies.md").read_text().lower()
    for file in ("requirements.in", "requirements-sqs.in", "requirements-dev.in", "requirements-clients.in"):
        for line in (ROOT / file).read_text().splitlines():
            if line and not line.startswith("-"):
                package = re.split(r"[=<>\[]", line)[0].lower()
                assert f"| `{package}`" in reasons, f"{package} has no line in docs/dependencies.md"
