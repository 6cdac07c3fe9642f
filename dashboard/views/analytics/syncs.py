"""Analytics of the syncing: how reliably and how quickly each shop was read and told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dashboard.access import membership_of, needing, store_of
from dashboard.context import region_of
from dashboard.formats.moments import span
from dashboard.formats.numbers import MISSING, number, percent
from dashboard.formats.region import Region
from dashboard.views.analytics.page import asked_well, frame_of, range_of
from dashboard.why import Line, Why
from sync.performance import Performance, performance

#: More than this of the records or calls went wrong: somebody should look.
MUCH = 0.05


@dataclass(frozen=True, slots=True)
class Shown:
    """A shop with the sums behind its numbers."""

    found: Performance
    why: Why
    troubled: bool
    took: str
    half: str


@needing("see_money")
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The page; its figures come after it where there is script, since calls are many."""
    store = store_of(request)
    form = range_of(request, store)
    context = frame_of(request, form)
    if not asked_well(form):
        return render(request, "dashboard/analytics/syncs.html", context, status=422)
    alone = request.headers.get("HX-Target") == "figures"
    if not alone and "whole" not in request.GET:
        return render(request, "dashboard/analytics/syncs.html", context | {"later": True})
    region = region_of(membership_of(request))
    context["rows"] = [shown(found, region) for found in performance(store, form.period)]
    return render(request, f"dashboard/analytics/{'_shops' if alone else 'syncs'}.html", context)


def shown(found: Performance, region: Region) -> Shown:
    """One row: red flags only where more than a few of a hundred went wrong."""
    shares = [share for share in (found.runs.error_rate, found.calls.error_rate) if share is not None]
    took, half = _long(found.runs.took), _long(found.lag.half if found.lag else None)
    return Shown(found, _why(found, region), any(share > MUCH for share in shares), took, half)


def _long(length: timedelta | None) -> str:
    """A length of time; what took less than a second did not take none."""
    if length is None:
        return MISSING
    return _("under 1 s") if length < timedelta(seconds=1) else span(length)


def _why(found: Performance, region: Region) -> Why:
    runs, calls, of = found.runs, found.calls, _("%(part)s of %(all)s")
    here = urlencode({"connection": found.shop.pk})
    all_runs, all_calls = (f"{reverse(f'dashboard:{name}')}?{here}" for name in ("syncs", "syncs_calls"))
    refused = {"part": number(runs.refused, region), "all": number(runs.records, region)}
    failed = {"part": number(calls.failed, region), "all": number(calls.calls, region)}
    lines = [
        Line("refresh", _("Runs begun"), number(runs.runs, region), url=all_runs),
        Line("alert-circle", _("Of them failed"), number(runs.failed, region), url=f"{all_runs}&state=failed"),
        Line("clock", _("A run took, on average"), _long(runs.took)),
        Line("receipt", _("Records refused"), percent(runs.error_rate, region), of % refused),
        Line("send", _("Calls"), number(calls.calls, region), url=all_calls),
        Line("alert-circle", _("Calls that failed"), percent(calls.error_rate, region), of % failed,
             f"{all_calls}&failed=1"),
        Line("clock", _("A call took, on average"), _long(calls.took)),
        Line("hourglass", _("It waited for the limit, on average"), _long(calls.waited)),
        Line("hourglass", _("Waiting to be sent now"), number(found.waiting.changes, region),
             url=f"{reverse('dashboard:syncs_waiting')}?{here}"),
    ]  # fmt: skip
    if found.lag:
        words = _("of %(n)s orders placed since it is connected") % {"n": number(found.lag.orders, region)}
        lines.append(Line("clock", _("Half of the orders were here within"), _long(found.lag.half), words))
        lines.append(Line("clock", _("19 of 20 within"), _long(found.lag.most)))
    if found.stock:
        words = _("of %(n)s numbers told last in these days") % {"n": number(found.stock.numbers, region)}
        lines.append(Line("send", _("Half of the stock changes were accepted within"), _long(found.stock.half), words))
        lines.append(Line("send", _("19 of 20 stock changes within"), _long(found.stock.most)))
    about = _(
        "Runs count on the day they were asked for. Calls are kept for a limited time; older ones are not counted."
    )
    return Why(f"why-{found.shop.pk}", found.shop.name, lines, [about])
