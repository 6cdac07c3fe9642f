"""What is done to a shop by button: test, sync, switch, pause, resume, disconnect."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.models import User
from dashboard.access import managing, require, writing
from dashboard.views.connect.verdicts import verdicts_of
from dashboard.views.connections.page import drawn, shop_of
from marketplaces.models import Connection
from marketplaces.services import connect
from sync import accounts, push_address
from sync.asking import ask
from sync.models import SyncType
from sync.pull import earlier
from sync.switches import SWITCHES, switch

WORKABLE = (Connection.Status.ACTIVE, Connection.Status.STOPPED)
PULLS_AND_PUSHES = (
    SyncType.ORDERS,
    SyncType.PRODUCTS,
    SyncType.INVENTORY,
    SyncType.PRICES,
    SyncType.FULFILLMENT,
    SyncType.PRODUCTS_OUT,
)


@managing
@require_POST
def test(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Three verdicts with the stored keys; a stopped shop that answers again goes on."""
    shop = shop_of(request, pk)
    _refuse_disconnected(shop)
    tested, goes_on = connect.test_connection(shop), ""
    if tested.passed and shop.status == Connection.Status.STOPPED:
        goes_on = _caught_up(shop, accounts.mend(shop, how=_("The test passed"), by=str(request.user)))
    told: dict[str, Any] = {"verdicts": verdicts_of(tested, shop.marketplace.name), "goes_on": goes_on}
    if request.headers.get("HX-Request"):
        return render(request, "dashboard/connections/_tested.html", {"shop": shop, **told})
    return drawn(request, shop, **told)


def _caught_up(shop: Connection, waited: int) -> str:
    said = _("%(shop)s goes on where it stopped, and is read now.") % {"shop": shop.name}
    if not waited:
        return said
    words = ngettext("%(n)d thing that waited is sent now.", "%(n)d things that waited are sent now.", waited)
    return f"{said} {words % {'n': waited}}"


@managing
@require_POST
def pushes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tell the marketplace our address for its pushes, and say what it has now."""
    shop = shop_of(request, pk)
    _refuse_disconnected(shop)
    found = push_address.register(shop)
    say = messages.success if found.taken else messages.error
    say(request, f"{found.sentence} {found.fix}".strip())
    return redirect("dashboard:connection", pk)


@writing
@require_POST
def sync(request: HttpRequest, pk: UUID, sync_type: str) -> HttpResponse:
    """Ask for a run and show it."""
    shop = shop_of(request, pk)
    if sync_type not in PULLS_AND_PUSHES:
        raise Http404
    if shop.status not in WORKABLE:
        messages.warning(request, _("%(shop)s is paused. Resume it, then sync again.") % {"shop": shop.name})
        return redirect("dashboard:connection", pk)
    makes = bool(request.POST.get("create_missing")) and sync_type == SyncType.PRODUCTS
    if makes:
        require(request, "manage")
    options = {"create_missing": True} if makes else {}
    user = request.user if isinstance(request.user, User) else None
    log = ask(connection=shop, sync_type=sync_type, by=user, options=options)
    return redirect("dashboard:sync_run", log.pk)


@managing
@require_POST
def switches(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Save them all; only what changed is touched."""
    shop = shop_of(request, pk)
    _refuse_disconnected(shop)
    told = 0
    for name in SWITCHES:
        on = request.POST.get(name) == "on"
        if on == getattr(shop, name):
            continue
        try:
            told += switch(shop, name, on=on, by=str(request.user))
        except DomainError as refused:
            messages.error(request, str(refused))
    if told:
        words = ngettext("Saved. %(n)d listing will be told.", "Saved. %(n)d listings will be told.", told)
        messages.success(request, words % {"n": told})
    else:
        messages.success(request, _("Saved."))
    return redirect("dashboard:connection", pk)


@managing
@require_POST
def earlier_orders(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whether the orders from before the shop was connected are still here: only then they are read."""
    shop = shop_of(request, pk)
    _refuse_disconnected(shop)
    names = earlier.answered(shop, still_here=request.POST.get("do") == "here", by=str(request.user))
    if not names:
        messages.success(request, _("They stay out and hold no stock."))
        return redirect("dashboard:connection", pk)
    user = request.user if isinstance(request.user, User) else None
    log = ask(connection=shop, sync_type=SyncType.ORDERS, by=user, options={"remote_ids": names})
    return redirect("dashboard:sync_run", log.pk)


@managing
@require_POST
def pause(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop reading and sending until somebody resumes."""
    shop = shop_of(request, pk)
    _refuse_disconnected(shop)
    connect.pause(shop)
    messages.success(request, _("%(shop)s is paused. What waits to be sent is kept.") % {"shop": shop.name})
    return _back(request, pk)


@managing
@require_POST
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go on."""
    shop = shop_of(request, pk)
    _refuse_disconnected(shop)
    connect.resume(shop)
    messages.success(request, _("%(shop)s goes on where it stopped.") % {"shop": shop.name})
    return _back(request, pk)


@managing
@require_http_methods(["GET", "POST"])
def disconnect(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what stays and what stops, then do it."""
    shop = shop_of(request, pk)
    if request.method == "GET":
        return render(request, "dashboard/connections/disconnect.html", {"shop": shop})
    connect.disconnect(shop)
    messages.success(request, _("%(shop)s is disconnected. Its keys are forgotten.") % {"shop": shop.name})
    return redirect("dashboard:connections")


def _refuse_disconnected(shop: Connection) -> None:
    """A shop without keys can only be connected again."""
    if shop.status == Connection.Status.DISCONNECTED:
        raise Http404


def _back(request: HttpRequest, pk: UUID) -> HttpResponse:
    return (
        redirect("dashboard:connection", pk)
        if request.POST.get("next") == "page"
        else redirect("dashboard:connections")
    )
