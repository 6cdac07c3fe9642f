"""Which shops a token sees, and which of them this connection is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marketplaces.framework.base import Account
from marketplaces.framework.errors import PermissionMissing, Rejected, UnexpectedPayload

from .reading import Json, needed_text, payload, text

CURRENCY, COUNTRY = "UZS", "UZ"
OK = 200


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop of a seller."""

    id: str
    name: str


def account(answer: Any, shop_id: str) -> Account:
    """The shop that was named, or the only one there is."""
    shop = chosen(shops(answer), shop_id)
    return Account(remote_account_id=shop.id, name=shop.name, currency=CURRENCY, country=COUNTRY)


def chosen(found: Sequence[Shop], shop_id: str) -> Shop:
    """Raises with a sentence that lists the shops, where it is not clear which one is meant."""
    named = [shop for shop in found if shop.id == shop_id] if shop_id else list(found)
    if len(named) == 1:
        return named[0]
    listing = ", ".join(f"{shop.id} ({shop.name})" if shop.name else shop.id for shop in found) or "none"
    if shop_id:
        raise PermissionMissing(
            f"This token does not see the shop {shop_id}; it sees {listing}",
            http_status=OK,
            fix="Correct the shop id, or enter a token of the seller to whom the shop belongs.",
        )
    raise Rejected(
        f"This token sees more than one shop, or none: {listing}",
        http_status=OK,
        fix="Enter the id of the shop that this connection is for. Connect each shop by itself.",
    )


def shops(answer: Any) -> list[Shop]:
    """A list of shops, of organisations that hold shops, or either inside an envelope: the sources disagree."""
    found = payload(answer)
    listing = found.get("shops") if isinstance(found, Mapping) else found
    if not isinstance(listing, list):
        raise UnexpectedPayload("shops", answer)
    return list(_unfolded(listing))


def _unfolded(listing: Sequence[Any]) -> Iterator[Shop]:
    for row in listing:
        if not isinstance(row, Mapping):
            raise UnexpectedPayload("shops[]", row)
        inside = row.get("shops")
        if isinstance(inside, list):
            yield from _unfolded(inside)
        else:
            yield _shop(row)


def _shop(row: Json) -> Shop:
    return Shop(needed_text(row.get("id"), "shops[].id"), text(row.get("name")) or text(row.get("title")))
