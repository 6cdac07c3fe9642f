"""How the channels are: a word, when orders were read, how much of the stock is seen right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.models import Store
from dashboard import status
from dashboard.formats.numbers import percent
from dashboard.formats.region import Region
from dashboard.views.connections.cards import Card, cards_of
from dashboard.views.today.seen import seen_why
from dashboard.why import Why
from inventory.selectors.seen import Seen
from marketplaces.models import Connection

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Health:
    """A shop's line."""

    card: Card
    look: status.Look
    word: str
    stock: str
    why: Why | None = None


def health(store: Store, seen: Mapping[UUID, Seen], now: datetime, region: Region) -> Sequence[Health]:
    """All connected shops, the worst first."""
    cards = [card for card in cards_of(store, now) if card.shop.status != Connection.Status.DISCONNECTED]
    return [_line(card, seen.get(card.shop.pk, Seen()), region) for card in cards]


def _line(card: Card, seen: Seen, region: Region) -> Health:
    look = status.look("connection", card.mood.state)
    why = (
        seen_why(f"why-seen-{card.shop.pk}", seen, region, shop=card.shop)
        if card.shop.stock_out and seen.told
        else None
    )
    return Health(card, look, card.mood.word or str(look.word), _stock(card.shop, seen, region), why)


def _stock(shop: Connection, seen: Seen, region: Region) -> str:
    if not shop.stock_out:
        return _("stock not sent")
    if seen.share is None:
        return _("no stock told yet")
    return _("stock seen %(share)s") % {"share": percent(seen.share, region)}
