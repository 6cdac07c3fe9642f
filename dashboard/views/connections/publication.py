"""The files that a shop's marketplace fetches: their address, when they were written, fetched and put."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import DomainError
from dashboard.access import managing
from dashboard.views.connections.page import shop_of
from marketplaces.models import Connection
from marketplaces.services import practice
from sync.feed_files import addresses, folders, rendering
from sync.feed_files.kinds import files_of


@managing
@require_POST
def publication(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Carry out one of the acts of the card."""
    shop = shop_of(request, pk)
    act = ACTS.get(request.POST.get("do", ""))
    if shop.status == Connection.Status.DISCONNECTED:
        raise Http404
    try:
        if act is None or files_of(shop) is None:
            raise DomainError(_("%(shop)s has no such files, or no such act on them.") % _words(shop))
        messages.success(request, act(shop, request.POST))
    except DomainError as refused:
        messages.error(request, str(refused))
    return redirect("dashboard:connection", pk)


def _exchange(shop: Connection, given: Any) -> str:
    addresses.exchange(shop)
    return _("The files have a new address. Enter it at %(shop)s; the old one leads nowhere.") % _words(shop)


def _withdraw(shop: Connection, given: Any) -> str:
    addresses.withdraw(shop)
    return _("The files have no address any more.")


def _folder(shop: Connection, given: Any) -> str:
    name = str(given.get("folder", "")).strip()
    folders.choose(shop, name)
    rendering.render(shop)
    return _("The files are put into the folder.") if name else _("The files are put into no folder.")


def _publish(shop: Connection, given: Any) -> str:
    found = rendering.render(shop, anyway=True)
    if found is None:
        raise DomainError(_("Nothing is published while neither stock nor prices are sent."))
    if found.held:
        raise DomainError(found.held)
    return _("The files are written anew: %(n)d listings.") % {"n": found.rows}


def _fetch(shop: Connection, given: Any) -> str:
    row = addresses.find(shop)
    named = addresses.by_language(row) if row else {}
    if not named:
        raise DomainError(_("The files have no address. Make one first."))
    return _("%(shop)s took %(n)d listings.") % {
        **_words(shop), "n": practice.fetch(connection=shop, addresses=named)
    }  # fmt: skip


def _words(shop: Connection) -> dict[str, str]:
    return {"shop": shop.marketplace.name}


ACTS: dict[str, Callable[[Connection, Any], str]] = {
    "exchange": _exchange, "withdraw": _withdraw, "folder": _folder, "publish": _publish, "fetch": _fetch,
}  # fmt: skip
