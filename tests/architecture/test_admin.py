"""A list of the administration asks the database as often for a hundred rows as for one."""

import pytest
from django.contrib import admin
from django.db import models

from tests.architecture.source import PACKAGES

LISTS = [
    (model, site) for model, site in admin.site._registry.items() if model._meta.app_label in PACKAGES
]  # fmt: skip


def related(model: type[models.Model], site: admin.ModelAdmin) -> set[str]:
    """Columns of the list that are rows of another table. Where a list says nothing Django reads those that must be."""
    names = {name for name in site.list_display if isinstance(name, str)}
    fields = [field for field in model._meta.fields if field.is_relation and field.name in names]
    return {field.name for field in fields if field.null or site.list_select_related}


@pytest.mark.parametrize(("model", "site"), LISTS, ids=lambda each: getattr(getattr(each, "_meta", None), "label", ""))
def test_what_a_list_shows_of_other_tables_is_read_with_it(model: type[models.Model], site: admin.ModelAdmin) -> None:
    if site.list_select_related is True:
        return
    read = {name.split("__")[0] for name in site.list_select_related or ()}
    assert related(model, site) <= read, f"{model._meta.label}: list_select_related lacks a column of list_display"


def test_there_are_lists() -> None:
    assert len(LISTS) > 40
