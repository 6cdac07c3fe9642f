"""The five steps of a first visit; each ticks itself, and once all are done they are gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core.models import Store
from dashboard import nav
from inventory.models import MarketplaceProduct
from marketplaces.models import Connection


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five. `current` is the first that is not done."""

    word: str
    about: str
    done: bool
    current: bool = False
    url: str = ""
    act: str = ""


def first_steps(store: Store) -> Sequence[Step]:
    """The steps, or nothing once all are done."""
    done = _done(store)
    if all(done):
        return []
    first = Connection.objects.filter(store=store).exclude(status="disconnected").order_by("created_at").first()
    shop = reverse("dashboard:connection", args=[first.pk]) if first else ""
    at = done.index(False)
    return [
        Step(word, about, done[n], n == at, url if n == at else "", act if n == at else "")
        for n, (word, about, url, act) in enumerate(_steps(shop))
    ]


def _steps(shop: str) -> list[tuple[str, str, str, str]]:
    listings = nav.address("listings") or shop
    return [
        (_("Connect a shop"), _("Choose a marketplace and enter its keys."), nav.address("connect"), _("Connect")),
        (_("Test it"), _("Three verdicts say whether it answers, takes the keys and is understood."), shop, _("Test")),
        (_("Read products and orders"), _("Nothing is changed there by reading."), shop, _("Read")),
        (
            _("Link listings to products"),
            _("The same SKU links by itself; you decide the others."),
            listings,
            _("Link"),
        ),
        (_("Send stock once"), _("Count, look at what will be told, then switch “Send stock” on."), shop, _("Send")),
    ]


def _done(store: Store) -> list[bool]:
    """Two statements: over the shops, and whether anything is linked."""
    known = (
        Connection.objects.filter(store=store)
        .exclude(status=Connection.Status.DISCONNECTED)
        .aggregate(
            connected=Count("pk"),
            tested=Count("pk", filter=Q(last_tested_at__isnull=False)),
            read=Count("pk", filter=Q(orders_read_at__isnull=False) | Q(products_read_at__isnull=False)),
            sent=Count("pk", filter=Q(stock_sent_at__isnull=False)),
        )
    )
    linked = MarketplaceProduct.objects.filter(store=store, variant__isnull=False).exists()
    return [bool(known["connected"]), bool(known["tested"]), bool(known["read"]), linked, bool(known["sent"])]
