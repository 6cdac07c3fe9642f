"""Where the seller takes part. The answer does not tell who the seller is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError
from marketplaces.sandbox.limits import Bucket
from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from .answers import denied, wrong
from .sellers import PLACES, SELLERS, Place

if TYPE_CHECKING:
    from .marketplace import AmazonEmulator

routes = Routes()


@routes.get("/sellers/v1/marketplaceParticipations", limit=Bucket(0.016, 15))
def get_participations(shop: AmazonEmulator, request: Request) -> Answer:
    seller = SELLERS[request.account]
    suspended = (shop.state.table("settings").find("suspended") or {}).get("places", [])
    payload = [
        {
            "marketplace": {
                "id": place.number, "name": place.name, "countryCode": place.country,
                "defaultCurrencyCode": place.currency, "defaultLanguageCode": place.language,
                "domainName": place.domain,
            },
            "storeName": seller.name,
            "participation": {"isParticipating": True, "hasSuspendedListings": place.number in suspended},
        }
        for place in (PLACES[each] for each in seller.places)
    ]  # fmt: skip
    return json_answer({"payload": payload})


def suspend(shop: AmazonEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """Control call `{"places": ["A1PA6795UKMFR9"]}`: listings are suspended there."""
    places = body.get("places", [])
    if not isinstance(places, list) or not set(places) <= set(PLACES):
        raise ControlError(f'"places" lists some of {", ".join(PLACES)}.')
    return shop.state.table("settings").put("suspended", {"places": places})


def asked(request: Request, name: str = "marketplaceIds", *, most: int = 50, needed: bool = True) -> list[Place]:
    """The marketplaces that a call names; all of the seller's where it may name none and does."""
    text = request.query.get(name, "")
    numbers = [each for each in text.split(",") if each]
    if not numbers:
        if needed:
            raise wrong(f"Missing required parameter: {name}.")
        return [PLACES[each] for each in SELLERS[request.account].places]
    return known(request.account, numbers, most=most)


def known(account: str, numbers: list[str], *, most: int) -> list[Place]:
    """These marketplaces, of this seller."""
    if len(numbers) > most:
        raise wrong(f"At most {most} marketplaces are allowed.")
    if strange := [each for each in numbers if each not in PLACES]:
        raise wrong(f"Invalid marketplace id: {strange[0]}")
    if set(numbers) - set(SELLERS[account].places):
        raise denied()
    return [PLACES[each] for each in numbers]
