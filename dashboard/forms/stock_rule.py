"""The store's own stock rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.asked_before import AskedBeforeForm
from inventory.services.product_fields import LARGEST_NUMBER

BELOW = _("Enter 0 or more.")


def _units(label: Any, help_text: Any) -> forms.IntegerField:
    words = dict.fromkeys(("required", "min_value", "invalid"), BELOW)
    return forms.IntegerField(
        label=label, help_text=help_text, min_value=0, max_value=LARGEST_NUMBER, error_messages=words
    )  # fmt: skip


class StoreRuleForm(AskedBeforeForm):
    """What every shop keeps back that says nothing else."""

    KINDS: Mapping[str, type] = {"buffer": int, "threshold": int}
    buffer = _units(_("Buffer"), _("Units kept back at every shop. Available = on hand − reserved − buffer."))
    threshold = _units(
        _("Show 0 below"), _("With fewer available than this, shops hear 0. 0 switches it off.")
    )  # fmt: skip
