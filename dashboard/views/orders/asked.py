"""Which orders the list was asked for: its view and filters, read from an address and written into others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from dashboard.forms.orders import OrderFilters
from marketplaces.models import Connection
from orders.selectors.order_list import Filters
from orders.selectors.views import VIEWS


@dataclass(frozen=True, slots=True)
class Asked:
    """A view narrowed by filters; `query` is what an order's address carries so that its page knows the list."""

    view: str
    form: OrderFilters
    filters: Filters
    query: str

    @property
    def url(self) -> str:
        """Back to the list."""
        return f"{reverse('dashboard:orders')}?{self.query}"

    @property
    def word(self) -> str:
        return view_words()[self.view]


def asked_for(request: HttpRequest, shops: Sequence[Connection]) -> Asked:
    """What the address says."""
    return asked_by(request.GET, shops)


def asked_by(told: QueryDict, shops: Sequence[Connection]) -> Asked:
    """A view that is not there is the open ones, or all where something is searched for; only All has an archive."""
    form = OrderFilters(told, shops)
    view = told.get("view", "")
    view = view if view in VIEWS else ("all" if (told.get("q") or told.get("archived")) and not view else "open")
    kept = [(name, told.get(name, "")) for name in form.fields]
    query = urlencode([("view", view), *((name, value) for name, value in kept if value)])
    return Asked(view, form, form.filters(), query)


def view_words() -> Mapping[str, str]:
    """The views by name, in the order of their tabs."""
    return {
        "open": _("Open"),
        "today": _("To ship today"),
        "late": _("Late"),
        "needs": _("Needs you"),
        "unlinked": _("Not linked"),
        "trouble": _("Sync trouble"),
        "returns": _("Returns"),
        "all": _("All"),
    }
