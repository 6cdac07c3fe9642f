"""The listings of a connection as its files show them, some hundred at a time: a catalogue never lies in memory."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from inventory.models import MarketplaceProduct
from inventory.models import Offer as Wished
from inventory.selectors.texts import words_of_products
from marketplaces.framework.publication import Offer
from marketplaces.models import Connection, OutboundChange

Kind = OutboundChange.Kind
AT_ONCE = 500
COLUMNS = (
    "id", "marketplace_product_id", "marketplace_variant_id", "marketplace_sku", "title", "gtin", "brand", "image_url",
    "marketplace_url", "currency", "raw", "product_id", "offer__wanted",
)  # fmt: skip


def offers(connection: Connection) -> Iterator[Offer]:
    """All that the shop lists, by id. Stock and prices are those that were told last: the queue has judged them.

    What was taken out stays among them as withdrawn, also where a reading of the merchant's own export shows it again.
    """
    last: UUID | None = None
    while True:
        rows = MarketplaceProduct.objects.filter(connection=connection).filter(
            ~Q(status=MarketplaceProduct.Status.DELETED) | Q(offer__wanted=Wished.Wish.REMOVED)
        )
        if last is not None:
            rows = rows.filter(pk__gt=last)
        some = list(rows.order_by("pk").values(*COLUMNS)[:AT_ONCE])
        if not some:
            return
        yield from _offers(connection, some)
        last = some[-1]["id"]


def _offers(connection: Connection, some: Sequence[dict[str, Any]]) -> Iterator[Offer]:
    told = _told(connection, [row["id"] for row in some])
    words = words_of_products(connection.store, {row["product_id"] for row in some if row["product_id"]})
    for row in some:
        stock, price = told.get((row["id"], Kind.STOCK), {}), told.get((row["id"], Kind.PRICE), {})
        places = stock.get("stock")
        yield Offer(
            remote_product_id=row["marketplace_product_id"],
            remote_variant_id=row["marketplace_variant_id"],
            sku=row["marketplace_sku"],
            title=row["title"],
            texts=_own(words.get(row["product_id"], {})),
            gtin=row["gtin"],
            brand=row["brand"],
            image_url=row["image_url"],
            url=row["marketplace_url"],
            price=Decimal(price["price"]) if "price" in price else None,
            currency=price.get("currency") or row["currency"],
            quantity=sum(places.values()) if places else None,
            raw=row["raw"],
            withdrawn=row["offer__wanted"] == Wished.Wish.REMOVED,
        )


def _told(connection: Connection, ids: Sequence[UUID]) -> dict[tuple[UUID, str], dict[str, Any]]:
    rows = OutboundChange.objects.filter(
        connection=connection, kind__in=[Kind.STOCK, Kind.PRICE], subject_id__in=ids, sent_version__gt=0
    )
    return {(subject, kind): last for subject, kind, last in rows.values_list("subject_id", "kind", "last_sent")}


def _own(words: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Without what nobody has written."""
    return {
        language: {name: text for name, text in fields.items() if text.strip()} for language, fields in words.items()
    }
