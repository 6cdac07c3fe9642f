"""The range of days and the grouping that Analytics is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import Store
from core.period import EARLIEST, LONGEST, Period, last_days, month_so_far
from dashboard.forms.style import StyledForm
from orders.selectors.sums import GROUPS, By

#: A range by its name in the address; "custom" needs its two days.
RANGES = ("7", "30", "90", "month", "custom")
USUAL = "30"


class RangeForm(StyledForm):
    """Two days, or the name of a range. A wrong day is refused at its field, with what to enter."""

    since = forms.DateField(
        label=gettext_lazy("From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=gettext_lazy("To"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Mapping[str, Any], store: Store, today: date) -> None:
        super().__init__(data)
        for name in ("since", "until"):
            words = _("“%(given)s” is no day. Enter one like %(day)s.")
            told = {"given": str(data.get(name, ""))[:40], "day": today.isoformat()}
            self.fields[name].error_messages["invalid"] = words % told
        self.store, self.today = store, today
        asked = data.get("range", "")
        given = data.get("since") or data.get("until")
        self.range = asked if asked in RANGES else ("custom" if given else USUAL)
        by = data.get("by", "")
        self.by: By = by if by in GROUPS else "marketplace"

    @property
    def period(self) -> Period:
        """The range; of a form that is not valid, the usual one."""
        zone = self.store.zone
        if self.range == "month":
            return month_so_far(self.today, zone)
        if self.range == "custom" and self.is_valid():
            first, last = self.cleaned_data["since"], self.cleaned_data["until"]
            return Period(first, last, zone)
        return last_days(int(self.range if self.range.isdigit() else USUAL), self.today, zone)

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if self.range != "custom":
            return asked
        latest = self.today.replace(year=self.today.year + 1, month=12, day=31)
        for name in ("since", "until"):
            day = asked.get(name)
            if day is None and name not in self.errors:
                self.add_error(name, _("Enter a day, for example %(day)s.") % {"day": self.today.isoformat()})
            elif day is not None and not EARLIEST <= day <= latest:
                words = _("%(day)s is out of reach. Enter a day between %(first)s and %(last)s.")
                self.add_error(name, words % {"day": day, "first": EARLIEST, "last": latest})
        self._check_order()
        return asked

    def _check_order(self) -> None:
        first, last = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if first is None or last is None:
            return
        days = (last - first).days + 1
        if days < 1:
            words = _("The range ends before it begins. Enter %(day)s or a later day.")
            self.add_error("until", words % {"day": first})
        elif days > LONGEST:
            words = _("These are %(n)d days. Enter a range of at most %(most)d.")
            self.add_error("until", words % {"n": days, "most": LONGEST})
