"""The first page of the day: what needs me now, and what do I press."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.models import Membership, NeedsYou, Store
from dashboard.access import membership_of, sees_money, store_of, store_page
from dashboard.context import region_of
from dashboard.formats.days import weekday, whole_day
from dashboard.formats.region import Region
from dashboard.views.today.channels import SHOWN, health
from dashboard.views.today.figures import Day, with_money, without_money
from dashboard.views.today.first_steps import first_steps
from dashboard.views.today.nearest import near_rows
from dashboard.views.today.sales import asked_days, sales_card
from dashboard.views.today.sentence import MOST_CURRENCIES, amounts, sentence, shown
from dashboard.waiting import in_list, shops_of
from inventory.selectors.seen import differing, seen_right
from orders.selectors.lanes import LATE, NEXT, SOON, TODAY, Lane, lanes, next_working_day, to_ship
from orders.selectors.nearest import nearest

COSTLIEST = 4
TONES = {LATE: "red", SOON: "amber"}
ACTS = NeedsYou.Kind


@store_page
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The whole page, or its chart alone."""
    store, membership = store_of(request), membership_of(request)
    region, now, money = region_of(membership), timezone.now(), sees_money(membership)
    days = asked_days(request.GET.get("days", ""))
    if money and request.headers.get("HX-Target") == "b-sales":
        card = sales_card(store, days, now, region, at_once=True)
        return render(request, "dashboard/today/_sales.html", {"sales": card})
    steps = first_steps(store)
    context: dict[str, Any] = {"title": whole_day(now.astimezone(store.zone).date(), region), "steps": steps}
    if steps and steps[0].current:
        return render(request, "dashboard/today/first.html", context)
    context |= _work(store, membership, region)
    if money:
        at_once = "whole" in request.GET
        context["sales"] = sales_card(store, days, now, region, at_once=at_once)
    return render(request, "dashboard/today/page.html", context)


def _work(store: Store, membership: Membership | None, region: Region) -> dict[str, Any]:
    """Everything but the chart."""
    now, money = timezone.now(), sees_money(membership)
    found = lanes(store, now)
    waiting = in_list(store, "waiting", now)
    needs, count = list(waiting[:COSTLIEST]), waiting.count()
    seen, differ = seen_right(store), differing(store)
    day = Day.so_far(store, now)
    shops = health(store, seen, now, region)
    return {
        "sentence": sentence(found, count, next(iter(needs), None), now, region, sees_money=money, own=store.currency),
        "figures": with_money(day, seen, differ, region)
        if money
        else without_money(day, found, count, seen, differ, region),
        "lanes": _lanes(store, found, region, money=money),
        "to_ship": to_ship(store),
        "rows": near_rows(nearest(store, now), can_write=bool(membership and membership.can_write)),
        "needs": [{"need": need, "act": act_of(need)} for need in needs],
        "needs_shops": shops_of(store, needs),
        "waiting": count,
        "channels": shops[:SHOWN],
        "channel_count": len(shops),
    }  # fmt: skip


def _lanes(store: Store, found: dict[str, Lane], region: Region, *, money: bool) -> list[dict[str, Any]]:
    """The four lanes, each leading to its orders."""
    day = weekday(next_working_day(store, timezone.now()), region)
    words = {LATE: _("Late"), SOON: _("Next 4 hours"), TODAY: _("Rest of today"), NEXT: day}
    base = reverse("dashboard:orders")
    worth = {name: shown(lane.money, region, store.currency) if money else [] for name, lane in found.items()}
    many = {name: len(each) > MOST_CURRENCIES for name, each in worth.items()}
    return [
        {
            "word": words[name],
            "orders": lane.orders,
            "money": worth[name][0] if many[name] else amounts(lane.money, region, store.currency) if money else "",
            "others": worth[name][1:] if many[name] else [],
            "at_risk": name == LATE and bool(lane.orders),
            "tone": TONES.get(name, "grey") if lane.orders else "grey",
            "url": f"{base}?view=open&term={name}",
        }
        for name, lane in found.items()
    ]


def act_of(need: NeedsYou) -> str:
    """What its button says; the entry's own page has the fix."""
    return {
        ACTS.REFUSED: _("See why"), ACTS.SIGNED_OUT: _("Sign in again"), ACTS.TOKEN_ENDS: _("Renew"),
        ACTS.SHORT: _("Find stock"), ACTS.DIFFERS: _("Compare"), ACTS.NOT_LINKED: _("Link"),
        ACTS.UNKNOWN_STATUS: _("Decide"), ACTS.IMPOSSIBLE_MOVE: _("Decide"), ACTS.MONEY: _("Check"),
        ACTS.UNREADABLE: _("See it"), ACTS.HELD_PUSH: _("Check them"), ACTS.CANCEL_ASKED: _("Answer"),
        ACTS.FORGED: _("See it"), ACTS.RETURN: _("Decide"), ACTS.BALANCE: _("See how long"),
        ACTS.LATE: _("See it"),
    }.get(ACTS(need.kind) if need.kind in ACTS.values else ACTS.UNREADABLE, _("Open"))  # fmt: skip
