"""What stands in the place of the ledger for digital goods: what moved the number of keys."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import Store
from dashboard.views.inventory.lines import orders_of
from fulfillment.models import LicenseKey
from fulfillment.selectors.key_moves import MOST, KeyMove, key_moves
from inventory.models import Variant
from inventory.selectors.digital import pool_of


def moves(request: HttpRequest, store: Store, variant: Variant) -> HttpResponse:
    """Newest first, with the ways to the pool and to the sum of what is available."""
    found = key_moves(variant)
    context = {
        "variant": variant, "rows": _rows(store, found), "pool": pool_of(variant.pk), "most": MOST,
        "more": len(found) == MOST,
    }  # fmt: skip
    return render(request, "dashboard/keys/moves.html", context)


def _rows(store: Store, found: list[KeyMove]) -> list[dict[str, Any]]:
    orders = orders_of(store, [move.order_item_id for move in found if move.order_item_id])
    return [
        {"at": move.at, "delta": move.delta, "words": _words(move), "reason": move.reason,
         "order": orders.get(move.order_item_id) if move.order_item_id else None}
        for move in found
    ]  # fmt: skip


def _words(move: KeyMove) -> str:
    if move.what == "supplier":
        return _("%(supplier)s says it has %(n)d") % {"supplier": move.supplier, "n": move.units}
    state = str(dict(LicenseKey.State.choices).get(move.state, move.state)).lower()
    words = ngettext("%(n)d key: %(state)s", "%(n)d keys: %(state)s", move.units)
    return words % {"n": move.units, "state": state}
