"""How a mail would look now, with real data: a chosen order's, else the newest order or notification of the store."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from core.models import Membership, Notification, Store
from orders.models import Order
from sync.news import letters, links
from sync.news.letters import Letter
from sync.news.texts import Text

LINES = 5


#: Mails about an order.
OF_ORDERS = ("order_confirmation", "keys")


def look(
    store: Store, member: Membership, kind: str, language: str, words: Text, *, order: Order | None = None
) -> Letter:
    """The mail in these words; where the store has nothing yet, with an example that says so.

    `order` counts for mails about orders. A mail about keys never has a link that opens.
    """
    with translation.override(language):
        return letters.written(store, kind, language, _values(store, member, kind, order), text=words)


def find_order(store: Store, number: str) -> Order | None:
    """By its number, ours or theirs."""
    named = Q(number=number) | Q(channel_order_id=number)
    rows = Order.objects.filter(named, store=store).select_related("store", "connection")
    return rows.order_by("-ordered_at").first()


def _values(store: Store, member: Membership, kind: str, order: Order | None) -> Mapping[str, str]:
    if kind in OF_ORDERS and order is not None:
        return letters.order_values(order) if kind == "order_confirmation" else letters.key_values(order, None)
    if kind == "order_confirmation":
        return _order(store)
    if kind == "keys":
        return _keys(store)
    rows = list(Notification.objects.filter(member=member).order_by("-at", "-pk")[:LINES])
    shared = {"store": store.name, "name": str(member.user), "link": links.whole(links.notifications())}
    if kind == "digest":
        lines = [letters.line(row) for row in rows] or ["• " + _("An example: nothing has happened yet")]
        return shared | letters.digest_values(store, lines)
    row = rows[0] if rows else None
    title = row.title if row else _("An example: nothing has happened yet")
    url = links.whole(row.url) if row and row.url else shared["link"]
    return shared | {"title": title, "text": row.body if row else "", "link": url}


def _keys(store: Store) -> Mapping[str, str]:
    rows = Order.objects.filter(store=store, items__is_digital=True).select_related("store", "connection")
    order = rows.order_by("-ordered_at").first()
    if order is not None:
        return letters.key_values(order, None)
    return {
        "number": "1234-5678", "lines": "1 × " + _("An example: no digital order was read yet"),
        "link": links.whole("/"), "customer": _("The buyer"), "shop": _("Your shop"), "store": store.name,
    }  # fmt: skip


def _order(store: Store) -> Mapping[str, str]:
    order = Order.objects.filter(store=store).select_related("store", "connection").order_by("-ordered_at").first()
    if order is not None:
        return letters.order_values(order)
    return {
        "number": "1234-5678", "lines": "1 × " + _("An example: no order was read yet"), "total": "–",
        "address": _("The buyer’s address"), "ordered_on": letters.day_of(store), "customer": _("The buyer"),
        "shop": _("Your shop"), "store": store.name,
    }  # fmt: skip
