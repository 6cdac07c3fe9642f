"""Carriers of a shop's parcels: how we call them, what the shop is told, and what it may want to hear instead."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from fulfillment.models import Shipment
from fulfillment.services.carriers import carrier_map, key_of
from marketplaces.models import Connection, OutboundChange

#: Names beyond these are typing mistakes of one parcel.
MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierWord:
    """`told` is what is kept, `guess` what the marketplace itself called a carrier of about that name."""

    name: str
    told: str = ""
    guess: str = ""
    parcels: int = 0
    refused: int = 0

    @property
    def is_missing(self) -> bool:
        """The marketplace has refused parcels with it, and no word of its own is kept."""
        return bool(self.refused) and not self.told


def carriers_of(shop: Connection) -> list[CarrierWord]:
    """Those of its parcels, the most used first, then what is kept for others. Two queries."""
    kept = {key_of(name): (name, word) for name, word in carrier_map(shop).items()}
    theirs = _named_there(shop)
    refused = OutboundChange.objects.filter(kind="shipment", subject_id=OuterRef("pk"), state="refused")
    rows = (
        _parcels(shop).filter(tracking_from="us").annotate(is_refused=Exists(refused)).values("carrier")
        .annotate(n=Count("pk"), no=Count("pk", filter=Q(is_refused=True))).order_by("-n", "carrier")[:MOST]
    )  # fmt: skip
    found: dict[str, CarrierWord] = {}
    for name, parcels, no in rows.values_list("carrier", "n", "no"):
        key = key_of(name)
        before = found.get(key, CarrierWord(name=name, told=kept.get(key, ("", ""))[1], guess=_guess(name, theirs)))
        found[key] = CarrierWord(
            name=before.name, told=before.told, guess=before.guess, parcels=before.parcels + parcels,
            refused=before.refused + no,
        )  # fmt: skip
    others = (CarrierWord(name=name, told=word) for key, (name, word) in sorted(kept.items()) if key not in found)
    return [*found.values(), *others]


def _named_there(shop: Connection) -> list[str]:
    """What the marketplace itself calls carriers, on parcels that it told of."""
    rows = _parcels(shop).exclude(tracking_from="us").values_list("carrier", flat=True)
    return list(rows.order_by("carrier").distinct()[:MOST])


def _parcels(shop: Connection) -> QuerySet[Shipment]:
    return Shipment.objects.filter(store=shop.store_id, marketplace_order__connection=shop).exclude(carrier="")


def _guess(name: str, theirs: list[str]) -> str:
    """One of their names that begins as ours does, letters alone; nothing where it is the same anyway."""
    plain = _plain(name)
    for word in theirs:
        if plain and word != name and (_plain(word).startswith(plain) or plain.startswith(_plain(word) or "-")):
            return word
    return ""


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
