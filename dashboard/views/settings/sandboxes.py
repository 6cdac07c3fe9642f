"""The practice marketplaces: filled again, broken on purpose, mended, and bought at to see an order arrive."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.errors import DomainError
from core.models import Store
from dashboard.access import needing, store_of
from dashboard.views.settings.signing_in import person
from dashboard.views.settings.tabs import drawn
from marketplaces.models import Connection
from marketplaces.services import sandboxes as service
from marketplaces.services.practice import sell
from orders.models import MarketplaceOrder
from sync.asking import ask_named
from sync.models import SyncType

managers = needing("manage_connections")


@managers
@require_GET
def sandboxes(request: HttpRequest) -> HttpResponse:
    """One card for each practice marketplace that this store has a shop at."""
    context = {"rows": _rows(store_of(request)), "faults": _faults(), **_bought(request)}
    return drawn(request, "settings_sandboxes", "sandboxes", context)


@managers
@require_POST
def refill(request: HttpRequest, code: str) -> HttpResponse:
    """As on the first day."""
    return _done(request, code, lambda: service.refill(code), _("It is as on the first day. The next reading sees it."))


@managers
@require_POST
def break_it(request: HttpRequest, code: str) -> HttpResponse:
    """Something goes wrong from now on, or for some calls."""
    times = request.POST.get("times", "").strip()
    if times and not (times.isascii() and times.isdigit() and len(times) < 6 and 0 < int(times) <= service.MOST_TIMES):
        wrong = {"code": code, "times": times, "kind": request.POST.get("kind", ""), "most": service.MOST_TIMES}
        context = {"rows": _rows(store_of(request)), "faults": _faults(), "wrong": wrong}
        return drawn(request, "settings_sandboxes", "sandboxes", context, status=422)
    kind = request.POST.get("kind", "")
    act = lambda: service.break_on_purpose(code, kind, times=int(times) if times else None)  # noqa: E731
    return _done(request, code, act, _("It breaks from now on. Sync a shop to see what Orion does."))


@managers
@require_POST
def mend(request: HttpRequest, code: str) -> HttpResponse:
    """Nothing is broken any more."""
    return _done(request, code, lambda: service.mend(code), _("Nothing is broken there any more."))


@managers
@require_POST
def buy(request: HttpRequest, code: str) -> HttpResponse:
    """Place a practice order as a buyer would, read orders at once, and watch it arrive."""
    shop = _shops(request, code)[0]
    try:
        number = sell(connection=shop)
        ask_named(connections=[shop], sync_type=SyncType.ORDERS, by=person(request))
    except DomainError as refused:
        messages.error(request, str(refused))
        return redirect("dashboard:settings_sandboxes")
    query = urlencode({"shop": str(shop.pk), "number": number})
    return redirect(f"{reverse('dashboard:settings_sandboxes')}?{query}")


@managers
@require_GET
def arriving(request: HttpRequest) -> HttpResponse:
    """The part of the page that says whether the practice order is here; it asks again until it is."""
    return render(request, "dashboard/settings/_bought.html", _bought(request))


def _done(request: HttpRequest, code: str, act: Any, sentence: str) -> HttpResponse:
    name = _shops(request, code)[0].marketplace.name
    try:
        act()
    except DomainError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{name}: {sentence}")
    return redirect("dashboard:settings_sandboxes")


def _shops(request: HttpRequest, code: str) -> list[Connection]:
    """This store's shops at one practice marketplace; without one it does not exist for the asker."""
    found = [shop for shop in _sandbox_shops(store_of(request)) if shop.marketplace.code == code]
    if not found:
        raise Http404
    return found


def _sandbox_shops(store: Store) -> list[Connection]:
    rows = Connection.objects.filter(store=store, is_sandbox=True).exclude(status=Connection.Status.DISCONNECTED)
    return list(rows.select_related("marketplace").order_by("marketplace__name", "name"))


def _rows(store: Store) -> list[dict[str, Any]]:
    groups: dict[str, list[Connection]] = {}
    for shop in _sandbox_shops(store):
        groups.setdefault(shop.marketplace.code, []).append(shop)
    return [_row(code, shops) for code, shops in groups.items()]


def _row(code: str, shops: list[Connection]) -> dict[str, Any]:
    row: dict[str, Any] = {"code": code, "marketplace": shops[0].marketplace, "shops": shops, "broken": [], "why": ""}
    try:
        faults = service.look(code).faults
    except DomainError as refused:
        return row | {"why": str(refused)}
    return row | {"broken": [{**fault, "word": _word(str(fault["kind"]))} for fault in faults]}


def _faults() -> list[tuple[str, str]]:
    return [(kind, str(word)) for kind, (word, _settings) in service.FAULTS.items()]


def _word(kind: str) -> str:
    return str(service.FAULTS[kind][0]) if kind in service.FAULTS else kind


def _bought(request: HttpRequest) -> dict[str, Any]:
    """What the address says was bought, and the order here once it has come."""
    number = request.GET.get("number", "").replace("\x00", "")
    shops = {str(shop.pk): shop for shop in _sandbox_shops(store_of(request))}
    shop = shops.get(request.GET.get("shop", ""))
    if shop is None or not number:
        return {}
    found = MarketplaceOrder.objects.filter(connection=shop, marketplace_order_id=number, order__isnull=False)
    return {"bought": shop, "arrived": found.select_related("order").first(), "asked": request.GET.urlencode()}
