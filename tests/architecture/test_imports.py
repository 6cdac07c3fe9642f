"""Imports go one way, and nobody names a connector."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, name, python_files, tree

CONNECTORS = ROOT / "marketplaces" / "connectors"


def test_the_import_contracts_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def codes() -> list[str]:
    return sorted(path.parent.name for path in CONNECTORS.glob("*/__init__.py"))


def names_in(path: Path) -> set[str]:
    """The connector codes that stand as words in names and plain strings of code; docstrings may speak of them."""
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    words: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            words.update(re.findall(r"[a-z0-9]+", node.value.lower()))
        elif isinstance(node, ast.Name | ast.Attribute | ast.alias | ast.arg):
            label = (
                getattr(node, "id", "")
                or getattr(node, "attr", "")
                or getattr(node, "name", "")
                or getattr(node, "arg", "")
            )
            words.update(re.findall(r"[a-z0-9]+", label.lower()))
    return words & set(codes())


@pytest.mark.parametrize("path", [path for path in python_files() if CONNECTORS not in path.parents], ids=name)
def test_nothing_outside_its_folder_names_a_connector(path: Path) -> None:
    assert not names_in(path), f"{name(path)} names {names_in(path)}; ask the registry instead"


def test_there_are_connectors_to_look_for() -> None:
    assert len(codes()) >= 2
