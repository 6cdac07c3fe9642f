"""Look around with practice data: shops at the practice marketplaces in one click."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from core.models import User
from dashboard.access import managing, store_of
from marketplaces.models import Connection
from marketplaces.services import practice_shops
from marketplaces.services.abilities import supplies
from sync import schedule
from sync.asking import ask
from sync.models import SyncType


@managing
@require_http_methods(["GET", "POST"])
def practice(request: HttpRequest) -> HttpResponse:
    """Open the shops and read them at once; nothing of it reaches a real marketplace."""
    if request.method == "GET":
        return render(request, "dashboard/connect/practice.html", {"offered": practice_shops.offered()})
    try:
        shops = practice_shops.open_all(store_of(request))
    except DomainError as refused:
        messages.error(request, str(refused))
        return redirect("dashboard:connect_practice")
    for shop in shops:
        schedule.ensure_jobs(shop)
        _read(request, shop)
    messages.success(request, _told([shop.name for shop in shops]))
    return redirect("dashboard:home")


def _read(request: HttpRequest, shop: Connection) -> None:
    """Products, made as they are listed there, and orders."""
    by = request.user if isinstance(request.user, User) else None
    ask(connection=shop, sync_type=SyncType.PRODUCTS, by=by, options={} if supplies(shop) else {"create_missing": True})
    ask(connection=shop, sync_type=SyncType.ORDERS, by=by)


def _told(names: list[str]) -> str:
    if not names:
        return _("Your practice shops are connected already.")
    return _("%(shops)s: connected. Products and orders are read now.") % {"shops": ", ".join(names)}
