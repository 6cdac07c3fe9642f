"""The shops that a key opens, and the one of this connection."""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplaces.framework.base import Account
from marketplaces.framework.errors import AccountSuspended, ConnectorError, Rejected, UnexpectedPayload
from marketplaces.framework.pagination import by_cursor

from .client import YandexClient
from .reading import Json, currency_of, listed, mapping, needed_text, next_token, result_of, rows, text

AVAILABLE = "AVAILABLE"
#: Why its API may be switched off.
CLOSED = {
    "DISABLED_BY_INACTIVITY": "nobody has used it for a long time",
    "DISABLED_BY_NO_ACTIVE_CONTRACT": "it has no valid contract",
    "MANUALLY_DISABLED": "it was switched off by hand",
    "DISABLED_BY_NO_PLACEMENT_TYPE": "no sales model is chosen for it",
}
FBY = "FBY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """One shop (campaign) of a cabinet (business)."""

    number: str
    name: str
    cabinet: str
    cabinet_name: str
    model: str
    availability: str


def account(client: YandexClient, wanted: str) -> Account:
    """The key's own access, then the shop: three cheap calls, the last of which only decorates."""
    key = mapping(result_of(client.token()).get("apiKey"), "result.apiKey")
    if "authScopes" not in key:
        raise UnexpectedPayload("result.apiKey.authScopes", None)
    shop = chosen(shops(client, "test_connection"), wanted)
    if shop.availability not in ("", AVAILABLE):
        reason = CLOSED.get(shop.availability, shop.availability)
        raise AccountSuspended(f"The API of the shop {shop.name} is closed: {reason}", remote_code=shop.availability)
    return Account(
        remote_account_id=shop.number,
        name=shop.name or shop.cabinet_name,
        currency=_currency(client, shop.cabinet),
        permissions=tuple(text(scope) for scope in listed(key["authScopes"], "result.apiKey.authScopes")),
    )


def _currency(client: YandexClient, cabinet: str) -> str:
    """The key is proven by then, whatever this call meets."""
    try:
        settings = mapping(result_of(client.cabinet_settings(cabinet)).get("settings"), "result.settings")
    except ConnectorError:
        return ""
    return currency_of(settings.get("currency"))


def shops(client: YandexClient, operation: str) -> list[Shop]:
    """All shops of the key, over all pages."""

    def fetch(token: str) -> tuple[Sequence[Json], str]:
        answer = mapping(client.shops(token, operation), "answer")
        if "campaigns" not in answer:
            raise UnexpectedPayload("campaigns", None)
        return rows(answer["campaigns"], "campaigns"), next_token(answer)

    return [_shop(row) for page in by_cursor(fetch, path="paging.nextPageToken") for row in page]


def _shop(row: Json) -> Shop:
    business = mapping(row.get("business"), "campaigns[].business")
    return Shop(
        number=needed_text(row.get("id"), "campaigns[].id"),
        name=text(row.get("domain")),
        cabinet=needed_text(business.get("id"), "campaigns[].business.id"),
        cabinet_name=text(business.get("name")),
        model=text(row.get("placementType")),
        availability=text(row.get("apiAvailability")),
    )


def chosen(found: Sequence[Shop], wanted: str) -> Shop:
    """The wanted one, or the only one. Raises Rejected, with the numbers to choose from."""
    for shop in found:
        if shop.number == wanted:
            return shop
    listing = ", ".join(f"{shop.number} ({shop.name}, {shop.model})" for shop in found) or "none"
    if wanted:
        raise Rejected(
            f"The key does not open the shop {wanted}. It opens: {listing}", fix="Correct the shop's campaign number."
        )
    if len(found) != 1:
        raise Rejected(
            f"The key opens several shops or none: {listing}",
            fix="Enter the campaign number of one of them in the connection.",
        )
    return found[0]
