"""Forms of a shop's page: its stock rule and the places its warehouses stand for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.style import StyledForm
from inventory.models import ConnectionLocation, InventorySyncConfig, Location

MOST = 1_000_000


class RuleForm(StyledForm):
    """What the shop is told of what is available."""

    safety_stock = forms.IntegerField(
        label=_("Buffer"),
        required=False,
        min_value=0,
        max_value=MOST,
        help_text=_(
            "Units kept back from this shop: available = on hand − reserved − buffer. Empty: as the store’s rule."
        ),
        error_messages={"min_value": _("Buffer is below zero. Enter 0 or more.")},
    )
    out_of_stock_threshold = forms.IntegerField(
        label=_("Show 0 below"),
        required=False,
        min_value=0,
        max_value=MOST,
        help_text=_("With fewer available, the shop hears 0. 0 switches it off. Empty: as the store’s rule."),
        error_messages={"min_value": _("Show 0 below is below zero. Enter 0 or more.")},
    )
    share_percent = forms.IntegerField(
        label=_("Share of the stock, %"),
        required=False,
        min_value=1,
        max_value=100,
        help_text=_("Shops below 100 take parts of the same stock: together never more than is there."),
        error_messages={"min_value": _("Enter 1 to 100."), "max_value": _("Enter 1 to 100.")},
    )
    priority = forms.IntegerField(
        label=_("Turn among shops that share"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=_("The lowest number gets the last units."),
        error_messages={"min_value": _("Enter 1 to 1,000."), "max_value": _("Enter 1 to 1,000.")},
    )
    strategy = forms.ChoiceField(label=_("When it is told"), choices=InventorySyncConfig.Strategy.choices)
    interval_minutes = forms.IntegerField(
        label=_("Minutes between tellings"),
        min_value=1,
        max_value=1440,
        help_text=_("Counts for “on schedule”."),
        error_messages={"min_value": _("Enter 1 to 1,440."), "max_value": _("Enter 1 to 1,440.")},
    )
    send_zero = forms.BooleanField(
        label=_("Send zero"),
        required=False,
        help_text=_("Off: the shop keeps its last number when nothing is left."),
    )
    is_enabled = forms.BooleanField(label=_("Rule is on"), required=False, help_text=_("Off: no stock is told."))


class DriftForm(StyledForm):
    """What is told again by itself when somebody changed it at the marketplace."""

    stock = forms.BooleanField(
        label=_("Stock changed there"),
        required=False,
        help_text=_("Our number is told again once no order explains theirs. Off: it waits for you."),
    )
    price = forms.BooleanField(
        label=_("Price changed there"),
        required=False,
        help_text=_("Our price is told again; a promotion is left alone. Off: it waits for you."),
    )
    status = forms.BooleanField(
        label=_("Taken off sale there"),
        required=False,
        help_text=_("What you sent from here is sent again. Off: it waits for you."),
    )


class WarehousesForm(StyledForm):
    """One choice per warehouse of the marketplace."""

    def __init__(
        self, data: Any, warehouses: Sequence[ConnectionLocation], locations: Sequence[Location], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.places = {str(location.pk): location for location in locations}
        choices = [("", _("Not told")), *((key, place.name) for key, place in self.places.items())]
        self.rows = list(warehouses)
        for row in self.rows:
            field = forms.ChoiceField(
                label=row.remote_name or row.remote_id or _("Its only warehouse"),
                choices=choices,
                required=False,
                initial=str(row.location_id or ""),
            )
            field.widget.attrs["class"] = "select"
            self.fields[self.name_of(row.pk)] = field

    @staticmethod
    def name_of(pk: UUID) -> str:
        return f"warehouse-{pk.hex}"

    def chosen(self) -> list[tuple[ConnectionLocation, Location | None]]:
        """What was changed: first what is let go, so that a place can move from one warehouse to another."""
        found = []
        for row in self.rows:
            place = self.places.get(self.cleaned_data[self.name_of(row.pk)])
            if (place.pk if place else None) != row.location_id:
                found.append((row, place))
        return sorted(found, key=lambda pair: pair[1] is not None)
