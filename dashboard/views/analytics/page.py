"""Analytics of sales: a range of days beside the one before it, by marketplace, shop, product or country."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.models import Store
from core.period import Period
from dashboard.access import membership_of, needing, store_of
from dashboard.context import region_of
from dashboard.formats.days import day_range
from dashboard.forms.analytics import RANGES, RangeForm
from dashboard.views.analytics.blocks import MOST_ROWS, drawn
from orders.selectors import volume
from orders.selectors.sales import sales
from orders.selectors.sums import GROUPS
from orders.selectors.volume import is_long


@needing("see_money")
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The page. What takes longer than a moment comes after it, without script by one more step."""
    store = store_of(request)
    form = range_of(request, store)
    context = frame_of(request, form) | {"groups": groups(form), "by_word": by_words()[form.by]}
    if not asked_well(form):
        return render(request, "dashboard/analytics/page.html", context, status=422)
    alone = request.headers.get("HX-Target") == "figures"
    if not alone and "whole" not in request.GET and _is_long(store, form):
        return render(request, "dashboard/analytics/page.html", context | {"later": True})
    context |= counted(request, store, form)
    return render(request, f"dashboard/analytics/{'_figures' if alone else 'page'}.html", context)


def range_of(request: HttpRequest, store: Store) -> RangeForm:
    """What the address asks for."""
    return RangeForm(request.GET, store, timezone.localdate(timezone=store.zone))


def asked_well(form: RangeForm) -> bool:
    """Whether the days are a range."""
    return form.range != "custom" or form.is_valid()


def _is_long(store: Store, form: RangeForm) -> bool:
    return is_long(store, form.period, volume.MANY_BY_PRODUCT if form.by == "product" else volume.MANY)


def counted(request: HttpRequest, store: Store, form: RangeForm) -> dict[str, Any]:
    """The figures."""
    found = sales(store, form.period, form.by, most=MOST_ROWS)
    return {"found": found, "blocks": drawn(found, region_of(membership_of(request)))}


def frame_of(request: HttpRequest, form: RangeForm) -> dict[str, Any]:
    """What stands around the figures: the ranges to choose from, the days in words, the files."""
    region = region_of(membership_of(request))
    period = form.period
    before: Period = period.before()
    return {
        "form": form,
        "period": period,
        "before": before,
        "days": day_range(period.first, period.last, region),
        "days_before": day_range(before.first, before.last, region),
        "zone": form.store.timezone.replace("_", " "),
        "ranges": [_choice(name, word, form) for name, word in range_words().items()],
        "here": urlencode(params(form)),
        "in_money": request.path == reverse("dashboard:analytics"),
        "files": request.path == reverse("dashboard:analytics") and asked_well(form),
        "tabs": [
            {"url": f"{reverse(f'dashboard:{name}')}?{urlencode(params(form))}", "word": word,
             "current": request.path == reverse(f"dashboard:{name}")}
            for name, word in _tabs()
        ],
    }  # fmt: skip


def _tabs() -> tuple[tuple[str, str], ...]:
    return (("analytics", _("Sales")), ("analytics_theirs", _("As they count")), ("analytics_syncs", _("Syncing")))


def params(form: RangeForm) -> dict[str, str]:
    """The address of this range and grouping."""
    asked = {"range": form.range, "by": form.by}
    if form.range == "custom":
        asked |= {"since": form["since"].value() or "", "until": form["until"].value() or ""}
    return {name: str(value) for name, value in asked.items()}


def range_words() -> dict[str, str]:
    """The ranges that need no typing."""
    return {"7": _("7 days"), "30": _("30"), "90": _("90"), "month": _("This month")}


def by_words() -> dict[str, str]:
    """The groupings."""
    return {
        "marketplace": _("Marketplace"),
        "connection": _("Connection"),
        "product": _("Product"),
        "country": _("Country"),
    }


def groups(form: RangeForm) -> list[dict[str, Any]]:
    """The groupings as links."""
    words = by_words()
    return [
        {"url": f"?{urlencode({**params(form), 'by': by})}", "word": words[by], "current": by == form.by}
        for by in GROUPS
    ]


def _choice(name: str, word: str, form: RangeForm) -> dict[str, Any]:
    assert name in RANGES
    asked = {**params(form), "range": name}
    for day in ("since", "until"):
        asked.pop(day, None)
    return {"url": f"?{urlencode(asked)}", "word": word, "current": form.range == name}
