"""Offers: on which marketplace, at which price, under which policies a SKU is sold; drafts until they are published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Refused, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import asked, shelf
from .answers import fault, refuse
from .items import BASE, BULK, READ, WRITE, bulk_answer, not_there, status_of, system_trouble
from .sellers import CURRENCIES, POLICIES, SELLERS

if TYPE_CHECKING:
    from .marketplace import EbayEmulator

routes = Routes()
#: What an offer must have before it can be published, beside its price.
POLICY_ERRORS = {"fulfillmentPolicyId": 25007, "paymentPolicyId": 25008, "returnPolicyId": 25009}
WRITTEN = {
    "availableQuantity", "categoryId", "charity", "extendedProducerResponsibility", "format", "hideBuyerDetails",
    "includeCatalogProductDetails", "listingDescription", "listingDuration", "listingPolicies", "listingStartDate",
    "lotSize", "marketplaceId", "merchantLocationKey", "pricingSummary", "quantityLimitPerBuyer", "regulatory",
    "secondaryCategoryId", "sku", "storeCategoryNames", "tax",
}  # fmt: skip


@routes.get(f"{BASE}/offer", scope=READ)
def get_offers(shop: EbayEmulator, request: Request) -> Answer:
    """Of one SKU; here too the offset counts pages."""
    sku = request.query.get("sku")
    if not sku:
        raise refuse(400, 25707, "This is an invalid value for a SKU. Valid SKU must have 1 to 50 characters.")
    limit = asked.whole(request, "limit", 100, 1, 100)
    page = asked.whole(request, "offset", 0, 0, 10**6)
    wanted = request.query.get("marketplace_id")
    found = [each for each in shelf.offers(shop, request.account, sku) if wanted in (None, each["marketplaceId"])]
    if not found:
        raise refuse(404, 25713, "This Offer is not available.")
    part = found[page * limit : (page + 1) * limit]
    here = f"{request.base_url}{BASE}/offer?sku={sku}&limit={limit}"
    answer: dict[str, Any] = {
        "href": f"{here}&offset={page}",
        "total": len(found),
        "size": len(part),
        "limit": limit,
        "offers": [seen(each) for each in part],
    }
    if (page + 1) * limit < len(found):
        answer["next"] = f"{here}&offset={page + 1}"
    return json_answer(answer)


@routes.get(f"{BASE}/offer/{{offer}}", scope=READ)
def get_offer(shop: EbayEmulator, request: Request) -> Answer:
    return json_answer(seen(_offer(shop, request)))


@routes.post(f"{BASE}/offer", scope=WRITE)
def create_offer(shop: EbayEmulator, request: Request) -> Answer:
    asked.language(request)
    told = asked.body(request)
    if wrong := problem(shop, request.account, told):
        raise refuse(status_of(wrong), wrong["errorId"], wrong["message"])
    return json_answer({"offerId": keep(shop, request.account, told)["offerId"], "warnings": []}, 201)


@routes.add("PUT", f"{BASE}/offer/{{offer}}", scope=WRITE)
def update_offer(shop: EbayEmulator, request: Request) -> Answer:
    """Replaces the offer; a live listing changes with it."""
    asked.language(request)
    held, told = _offer(shop, request), asked.body(request)
    fixed = {name: held[name] for name in ("sku", "marketplaceId", "format")}
    if wrong := problem(shop, request.account, {**told, **fixed}, known=held["offerId"]):
        raise refuse(status_of(wrong), wrong["errorId"], wrong["message"])
    if held["status"] == "PUBLISHED" and not shelf.revise(shop, request.account, held["offerId"]):
        raise _too_often()
    keep(shop, request.account, {**told, **fixed}, over=held)
    return Answer(204)


@routes.add("DELETE", f"{BASE}/offer/{{offer}}", scope=WRITE)
def delete_offer(shop: EbayEmulator, request: Request) -> Answer:
    shop.state.table("offers", request.account).delete(_offer(shop, request)["offerId"])
    return Answer(204)


@routes.post(f"{BASE}/offer/{{offer}}/publish", scope=WRITE)
def publish(shop: EbayEmulator, request: Request) -> Answer:
    _needs_body(request)
    held = _offer(shop, request)
    if held["status"] == "PUBLISHED":
        warning = fault(25402, "System warning. The offer is published already.")
        return json_answer({"listingId": held["listing"]["listingId"], "warnings": [warning]})
    if wrong := unready(shop, request.account, held):
        raise refuse(400, wrong["errorId"], wrong["message"])
    return json_answer({"listingId": go_live(shop, request.account, held["offerId"]), "warnings": []})


@routes.post(f"{BASE}/offer/{{offer}}/withdraw", scope=WRITE)
def withdraw(shop: EbayEmulator, request: Request) -> Answer:
    _needs_body(request)
    held = _offer(shop, request)
    if held["status"] != "PUBLISHED":
        raise refuse(400, 25713, "This Offer is not available.")
    offer = shop.state.table("offers", request.account).edit(held["offerId"])
    offer["status"] = "UNPUBLISHED"
    return json_answer({"listingId": offer.pop("listing")["listingId"], "warnings": []})


@routes.post(f"{BASE}/bulk_update_price_quantity", scope=WRITE)
def bulk_update(shop: EbayEmulator, request: Request) -> Answer:
    rows = asked.rows(request, BULK)
    fails = shop.faults.take("partial_failure", request.path) is not None
    told = [str(each.get("offerId")) for row in rows for each in row.get("offers") or ()]
    if len(told) != len(set(told)):
        raise refuse(400, 25709, "Invalid value for offerId. The same offer is named twice.", fieldName="offerId")
    answers: list[dict[str, Any]] = []
    for number, row in enumerate(rows):
        if fails and number == 0:
            answers.append(_said(str(row.get("sku", "")), "", system_trouble()))
        else:
            answers += _update(shop, request.account, row)
    return bulk_answer(answers)


def _update(shop: EbayEmulator, account: str, row: dict[str, Any]) -> list[dict[str, Any]]:
    """One SKU: an answer for its own number and one for each of its offers."""
    sku, place = str(row.get("sku") or ""), row.get("shipToLocationAvailability")
    if sku not in shop.state.table("items", account):
        named = [str(each.get("offerId", "")) for each in row.get("offers") or ()]
        return [_said(sku, number, not_there(sku)) for number in named or [""]]
    answers = []
    if place is not None:
        number = place.get("quantity") if isinstance(place, dict) else None
        good = isinstance(number, int) and not isinstance(number, bool) and number >= 0
        if good:
            shelf.tell(shop, account, sku, int(number or 0))
        answers.append(_said(sku, "", None if good else fault(25709, "Invalid value for quantity. It is 0 or more.")))
    elif not row.get("offers"):
        return [_said(sku, "", fault(25709, "Invalid value for offers. There is nothing to update."))]
    if len(row.get("offers") or ()) > BULK:
        return [*answers, _said(sku, "", fault(25709, f"Invalid value for offers. At most {BULK} are allowed."))]
    return answers + [_update_offer(shop, account, sku, each) for each in row.get("offers") or ()]


def _update_offer(shop: EbayEmulator, account: str, sku: str, told: dict[str, Any]) -> dict[str, Any]:
    number = str(told.get("offerId") or "")
    held = shop.state.table("offers", account).find(number)
    if held is None or held["sku"] != sku or held["status"] != "PUBLISHED":
        return _said(sku, number, fault(25713, "This Offer is not available."))
    price, quantity = told.get("price"), told.get("availableQuantity")
    if price is None and quantity is None:
        return _said(sku, number, fault(25709, "Invalid value for offer. It needs a price or an availableQuantity."))
    currency = asked.currency_of(held["marketplaceId"])
    if price is not None and asked.money(price, currency) is None:
        return _said(
            sku, number, fault(25003, f"A user error has occurred. The price is invalid, it is in {currency}.")
        )
    if quantity is not None and (not isinstance(quantity, int) or isinstance(quantity, bool) or quantity < 0):
        return _said(sku, number, fault(25004, "A user error has occurred. The quantity is invalid."))
    if not shelf.revise(shop, account, number):
        return _said(sku, number, fault(25002, "A user error has occurred. You've reached the number of revisions."))
    offer = shop.state.table("offers", account).edit(number)
    if price is not None:
        offer["pricingSummary"] = {**offer["pricingSummary"], "price": {"value": price["value"], "currency": currency}}
    if quantity is not None:
        offer["availableQuantity"] = quantity
    return _said(sku, number, None)


def _said(sku: str, offer: str, wrong: dict[str, Any] | None) -> dict[str, Any]:
    answer: dict[str, Any] = {"sku": sku, "statusCode": status_of(wrong) if wrong else 200}
    if offer:
        answer["offerId"] = offer
    return answer | {"errors": [wrong] if wrong else [], "warnings": []}


def problem(shop: EbayEmulator, account: str, told: dict[str, Any], *, known: str = "") -> dict[str, Any] | None:
    """What is wrong with a written offer, if anything."""
    sku, marketplace = str(told.get("sku") or ""), str(told.get("marketplaceId") or "")
    if unknown := told.keys() - WRITTEN:
        return fault(25709, f"Invalid value for {sorted(unknown)[0]}. The field is not known.")
    if sku not in shop.state.table("items", account):
        return not_there(sku)
    if marketplace not in CURRENCIES:
        return fault(25709, "Invalid value for marketplaceId.")
    if told.get("format") != "FIXED_PRICE":
        return fault(25709, "Invalid value for format. Here only FIXED_PRICE is sold.")
    others = [each for each in shelf.offers(shop, account, sku) if each["marketplaceId"] == marketplace]
    if any(each["offerId"] != known for each in others):
        return fault(25002, "A user error has occurred. Offer entity already exists.")
    price = (told.get("pricingSummary") or {}).get("price")
    if price is not None and asked.money(price, CURRENCIES[marketplace]) is None:
        return fault(25003, f"A user error has occurred. The price is invalid, it is in {CURRENCIES[marketplace]}.")
    return None


def unready(shop: EbayEmulator, account: str, offer: dict[str, Any]) -> dict[str, Any] | None:
    """What keeps a draft from being published."""
    if not (offer.get("pricingSummary") or {}).get("price"):
        return fault(25003, "A user error has occurred. The offer has no price.")
    if not offer.get("categoryId"):
        return fault(25005, "A user error has occurred. The offer has no category.")
    if offer.get("merchantLocationKey") != SELLERS[account].location:
        return fault(25012, "Invalid inventory location.")
    policies = offer.get("listingPolicies") or {}
    for name, number in POLICY_ERRORS.items():
        if policies.get(name) != POLICIES[name]:
            return fault(number, f"A user error has occurred. The {name} is missing or not one of this seller.")
    item = shop.state.table("items", account)[offer["sku"]]
    if not (item.get("product") or {}).get("imageUrls"):
        return fault(25014, "A user error has occurred. A listing has at least one picture.")
    if not (offer.get("listingDescription") or (item.get("product") or {}).get("description")):
        return fault(25016, "The listingDescription value is invalid. A listing has a description.")
    if not shelf.quantity(item):
        return fault(25004, "A user error has occurred. The quantity must be more than 0 to publish.")
    return None


def keep(
    shop: EbayEmulator, account: str, told: dict[str, Any], *, over: dict[str, Any] | None = None
) -> dict[str, Any]:
    """A new offer, or one that takes the place of another; what was left out is gone."""
    table = shop.state.table("offers", account)
    number = over["offerId"] if over else str(table.next_number(900_000_000_011))
    document = {
        "offerId": number,
        "status": over["status"] if over else "UNPUBLISHED",
        "availableQuantity": None,
        "pricingSummary": {},
        **told,
    }
    if over and over.get("listing"):
        document["listing"] = over["listing"]
    return table.put(number, document)


def go_live(shop: EbayEmulator, account: str, number: str) -> str:
    offer = shop.state.table("offers", account).edit(number)
    listing = str(shop.state.table("listings").next_number(400_000_000_001))
    offer["status"] = "PUBLISHED"
    offer["listing"] = {"listingId": listing, "listingStatus": "ACTIVE", "soldQuantity": 0}
    return listing


def seen(offer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in offer.items() if value is not None}


def _offer(shop: EbayEmulator, request: Request) -> dict[str, Any]:
    found = shop.state.table("offers", request.account).find(request.params["offer"])
    if found is None:
        raise refuse(404, 25713, "This Offer is not available.")
    return found


def _needs_body(request: Request) -> None:
    if not request.body:
        raise refuse(411, 2006, "Length required: this call has a body, if only an empty object")


def _too_often() -> Refused:
    return refuse(400, 25002, "A user error has occurred. You've reached the number of revisions of a day.")
