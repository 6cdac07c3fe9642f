"""Every model is open to staff with its history, and no change of an audited one passes its history by."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models

from tests.architecture.source import PACKAGES, name, python_files, tree

# A bulk update writes no history row. Each place that may do it all the same, and why.
MAY_UPDATE: dict[str, str] = {}
#: A consonant and y become ies; what hisses gets an e.
WRONG_PLURAL = re.compile(r"[^aeiou]ys$|(?:ch|sh|ss|x|z)s$")


def ours() -> list[type[models.Model]]:
    found = (model for model in apps.get_models() if model._meta.app_label in PACKAGES)
    return [model for model in found if not hasattr(model, "instance_type")]


def audited() -> set[str]:
    return {model.__name__ for model in ours() if hasattr(model, "history")}


@pytest.mark.parametrize("model", ours(), ids=lambda model: model._meta.label)
def test_every_model_is_in_the_admin(model: type[models.Model]) -> None:
    assert admin.site.is_registered(model), f"{model._meta.label} is in no admin.py"


@pytest.mark.parametrize(
    "model", [each for each in apps.get_models() if each._meta.app_label in PACKAGES], ids=lambda each: each._meta.label
)
def test_a_model_is_named_as_it_is_spoken_of(model: type[models.Model]) -> None:
    """Django's own plural is the name with an s; the admin writes it above every list."""
    one, many = str(model._meta.verbose_name), str(model._meta.verbose_name_plural)
    assert not WRONG_PLURAL.search(many), f"{model._meta.label}: {many}"
    assert not one.endswith(("history", "stock")) or not many.endswith("s"), f"{one} is not counted"


def test_the_check_for_plurals_finds_some() -> None:
    wrong = ("status historys", "webhook tallys", "batchs", "addresss", "boxs")
    assert all(WRONG_PLURAL.search(many) for many in wrong)
    assert not any(WRONG_PLURAL.search(many) for many in ("api keys", "deliveries", "matches", "addresses", "hours"))


@pytest.mark.parametrize("model", ours(), ids=lambda model: model._meta.label)
def test_no_secret_column_has_a_history(model: type[models.Model]) -> None:
    secret = {
        field.name for field in model._meta.fields if "Encrypted" in {base.__name__[:9] for base in type(field).__mro__}
    }
    if hasattr(model, "history"):
        assert not secret & {field.name for field in model.history.model._meta.fields}


def bulk_updates(path: Path) -> list[tuple[int, str]]:
    """Lines where `Model.objects…update(` is called on an audited model."""
    found = []
    for node in ast.walk(tree(path)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"update", "bulk_update"}
        ):
            root = node.func.value
            while isinstance(root, ast.Attribute | ast.Call):
                root = root.value if isinstance(root, ast.Attribute) else root.func
            if isinstance(root, ast.Name) and root.id in audited() and not _touches_nothing_audited(node, root.id):
                found.append((node.lineno, root.id))
    return found


def _touches_nothing_audited(call: ast.Call, model_name: str) -> bool:
    """Whether every column that is set is one that the model leaves out of its history (leases, next times …)."""
    model = next(each for each in ours() if each.__name__ == model_name)
    kept = {field.name for field in model.history.model._meta.fields}  # type: ignore[attr-defined]
    named = {keyword.arg for keyword in call.keywords}
    return bool(named) and None not in named and not named & kept


@pytest.mark.parametrize("path", python_files(), ids=name)
def test_an_audited_model_is_never_updated_past_its_history(path: Path) -> None:
    if name(path) in MAY_UPDATE:
        assert bulk_updates(path), f"{name(path)} needs no exemption any more"
        return
    assert not bulk_updates(path), f"{name(path)} updates {bulk_updates(path)} without history"
