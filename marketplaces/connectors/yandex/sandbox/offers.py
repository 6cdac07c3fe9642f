"""The cabinet's catalogue: read by number or page by page, changed field by field, deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.limits import Quota
from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from .answers import ok, refuse
from .cabinets import CURRENCIES, SHOPS
from .pages import page
from .quotas import MINUTE
from .shapes import Wrong, fields, flag, limit, many, number, one_of, query, sku, text, whole
from .times import iso, kept
from .vocabulary import FBY

if TYPE_CHECKING:
    from .market import YandexEmulator

AREA = "OFFERS_AND_CARDS_MANAGEMENT"
MOST_NAMED, MOST_CHANGED, MOST_ARCHIVED = 100, 500, 200
CARD_STATUSES = (
    "HAS_CARD_CAN_NOT_UPDATE", "HAS_CARD_CAN_UPDATE", "HAS_CARD_CAN_UPDATE_ERRORS", "HAS_CARD_CAN_UPDATE_PROCESSING",
    "NO_CARD_NEED_CONTENT", "NO_CARD_MARKET_WILL_CREATE", "NO_CARD_ERRORS", "NO_CARD_PROCESSING",
    "NO_CARD_ADD_TO_CAMPAIGN",
)  # fmt: skip
FIRST_MARKET_SKU = 101_000_000_000

FILTER = fields(
    {
        "offerIds": many(sku, most=MOST_NAMED, unique=True),
        "cardStatuses": many(one_of(*CARD_STATUSES), unique=True),
        "categoryIds": many(whole(0, 2**31 - 1), unique=True),
        "vendorNames": many(text(), unique=True),
        "tags": many(text(), unique=True),
        "archived": flag,
    }
)
DIMENSIONS = fields({"length!": number(), "width!": number(), "height!": number(), "weight!": number()})
PRICE = fields({"value!": number(), "currencyId!": text(), "discountBase": number()})
OFFER = fields(
    {
        "offerId!": sku,
        "name": text(longest=256),
        "marketCategoryId": whole(0),
        "category": text(),
        "pictures": many(text(longest=2000), most=30),
        "vendor": text(),
        "vendorCode": text(),
        "barcodes": many(text(), unique=True),
        "description": text(longest=6000),
        "manufacturerCountries": many(text(), unique=True),
        "weightDimensions": DIMENSIONS,
        "tags": many(text(), most=50, unique=True),
        "basicPrice": PRICE,
        "purchasePrice": PRICE,
        "deleteParameters": many(text(), unique=True),
    }
)
UPDATE = fields(
    {
        "offerMappings!": many(
            fields({"offer!": OFFER, "mapping": fields({"marketSku": whole(1)})}), most=MOST_CHANGED
        ),
        "onlyPartnerMediaContent": flag,
    }
)
NAMED = fields({"offerIds!": many(sku, most=MOST_CHANGED, unique=True)})
KEPT_AS_SENT = (
    "name", "marketCategoryId", "category", "pictures", "vendor", "vendorCode", "barcodes", "description",
    "manufacturerCountries", "weightDimensions", "tags",
)  # fmt: skip

routes = Routes()


@routes.post("/v2/businesses/{businessId}/offer-mappings", limit=Quota(100, MINUTE), area=AREA, reads=True,
             shape=FILTER, needs_body=False)  # fmt: skip
def mappings(market: YandexEmulator, request: Request) -> Answer:
    """By number without pages, or everything that the filters let through."""
    wanted = query(request, {"pageToken": text(), "limit": limit(100), "language": one_of("RU", "UZ")})
    filters = request.json or {}
    offers = list(market.state.table("offers", request.account).values())
    if named := filters.get("offerIds"):
        if len(filters) > 1 or "pageToken" in wanted:
            raise refuse("offerIds cannot be combined with other filters or with paging")
        found = [offer for offer in offers if offer["offerId"] in set(named)]
        return ok({"paging": {}, "offerMappings": [_mapping(market, request.account, offer) for offer in found]})
    shown, paging = page(
        [offer for offer in offers if _fits(offer, filters)],
        lambda offer: str(offer["offerId"]),
        wanted.get("pageToken"),
        wanted.get("limit", 50),
    )
    return ok({"paging": paging, "offerMappings": [_mapping(market, request.account, offer) for offer in shown]})


def _fits(offer: dict[str, Any], filters: dict[str, Any]) -> bool:
    return (
        (filters.get("archived") is None or offer["archived"] == filters["archived"])
        and (not filters.get("cardStatuses") or offer["cardStatus"] in filters["cardStatuses"])
        and (not filters.get("categoryIds") or offer.get("marketCategoryId") in filters["categoryIds"])
        and (not filters.get("vendorNames") or offer.get("vendor") in filters["vendorNames"])
        and (not filters.get("tags") or bool(set(offer.get("tags") or ()) & set(filters["tags"])))
    )


def plain(amount: str) -> int | float:
    """Money as the Market writes it: a number, whole where it is."""
    return int(float(amount)) if float(amount).is_integer() else float(amount)


def _mapping(market: YandexEmulator, cabinet: str, offer: dict[str, Any]) -> dict[str, Any]:
    told = {"offerId": offer["offerId"]} | {name: offer[name] for name in KEPT_AS_SENT if offer.get(name)}
    if offer.get("price"):
        told["basicPrice"] = {
            "value": plain(offer["price"]), "currencyId": offer["currency"], "updatedAt": iso(offer["pricedAt"]),
        } | ({"discountBase": plain(offer["discountBase"])} if offer.get("discountBase") else {})  # fmt: skip
    told |= {
        "cardStatus": offer["cardStatus"],
        "campaigns": [
            {"campaignId": int(shop), "status": _status(market, shop, model, offer)}
            for shop, _, model in SHOPS[cabinet]
        ],
        "archived": offer["archived"],
        "mediaFiles": {},
    }
    found: dict[str, Any] = {"offer": told}
    if offer["marketSku"]:
        found["mapping"] = {
            "marketSku": offer["marketSku"],
            "marketSkuName": offer.get("name", ""),
            "marketCategoryId": offer.get("marketCategoryId", 0),
            "marketCategoryName": offer.get("category", ""),
        }
        address = f"https://market.example.com/product/{offer['marketSku']}"
        found["showcaseUrls"] = [{"showcaseType": "B2C", "showcaseUrl": address}]
    return found


def _status(market: YandexEmulator, shop: str, model: str, offer: dict[str, Any]) -> str:
    if offer["archived"]:
        return "ARCHIVED"
    if offer["cardStatus"] in ("NO_CARD_ERRORS", "HAS_CARD_CAN_UPDATE_ERRORS"):
        return "REJECTED_BY_MARKET"
    if offer["cardStatus"].startswith("NO_CARD"):
        return "NO_CARD"
    stock = market.state.table("stocks", shop).find(offer["offerId"])
    return "PUBLISHED" if stock and stock["available"] else "NO_STOCKS"


@routes.post("/v2/businesses/{businessId}/offer-mappings/update", limit=Quota(5000, MINUTE, rows=True),
             area=AREA, shape=UPDATE, cost=lambda request: _length(request, "offerMappings"))  # fmt: skip
def update(market: YandexEmulator, request: Request) -> Answer:
    """Offers are made or changed; what is not told stays. One that cannot be refuses the whole call."""
    rows = request.json["offerMappings"]
    for place, row in enumerate(rows):
        price = row["offer"].get("basicPrice")
        if price:
            check_price(market, request.account, price, f"offerMappings[{place}].offer.basicPrice")
    named = [told for row in rows if (told := _put(market, request.account, row))]
    return json_answer({"status": "OK"} | ({"results": named} if named else {}))


def check_price(market: YandexEmulator, cabinet: str, price: dict[str, Any], where: str) -> None:
    """The cabinet's currency, above zero, and not finer than two places."""
    if price.get("currencyId") != CURRENCIES[cabinet]:
        raise Wrong(f"{where}.currencyId: {price.get('currencyId')} is not allowed, use {CURRENCIES[cabinet]}")
    for name in ("value", "discountBase"):
        amount = price.get(name)
        if amount is not None and round(float(amount) * 100, 6) % 1:
            raise Wrong(f"{where}.{name}: too high scale")
    if not price.get("value"):
        raise Wrong(f"{where}.value: must be greater than 0")


def _put(market: YandexEmulator, cabinet: str, row: dict[str, Any]) -> dict[str, Any] | None:
    offer, table = row["offer"], market.state.table("offers", cabinet)
    code = offer["offerId"].strip()
    if code in table:
        kept_offer = table.edit(code)
    else:
        sequence = table.next_number(FIRST_MARKET_SKU + int(cabinet) * 1_000_000)
        kept_offer = table.put(code, blank(code, sequence, market))
    kept_offer.update({name: offer[name] for name in KEPT_AS_SENT if offer.get(name) is not None})
    if offer.get("basicPrice"):
        set_price(market, kept_offer, offer["basicPrice"])
    if not kept_offer.get("marketCategoryId"):
        warning = {"type": "EMPTY_MARKET_CATEGORY", "message": "Категория Маркета не указана"}
        return {"offerId": code, "warnings": [warning]}
    return None


def blank(code: str, market_sku: int, market: YandexEmulator) -> dict[str, Any]:
    return {
        "offerId": code, "marketSku": market_sku, "cardStatus": "HAS_CARD_CAN_UPDATE", "archived": False,
        "price": "", "discountBase": "", "currency": "", "pricedAt": kept(market.clock.now()),
    }  # fmt: skip


def set_price(market: YandexEmulator, offer: dict[str, Any], price: dict[str, Any]) -> None:
    offer["price"], offer["currency"] = str(price["value"]), price["currencyId"]
    offer["discountBase"] = str(price["discountBase"]) if price.get("discountBase") else ""
    offer["pricedAt"] = kept(market.clock.now())


@routes.post("/v2/businesses/{businessId}/offer-mappings/delete", limit=Quota(5000, MINUTE, rows=True),
             area=AREA, shape=NAMED, cost=lambda request: _length(request, "offerIds"))  # fmt: skip
def delete(market: YandexEmulator, request: Request) -> Answer:
    """What lies in the Market's own warehouse stays. Unknown ones are passed over."""
    stays = [code for code in request.json["offerIds"] if _at_market(market, request.account, code)]
    for code in set(request.json["offerIds"]) - set(stays):
        market.state.table("offers", request.account).delete(code)
        for shop, _name, _model in SHOPS[request.account]:
            market.state.table("stocks", shop).delete(code)
            market.state.table("prices", shop).delete(code)
    return ok({"notDeletedOfferIds": stays} if stays else {})


def _at_market(market: YandexEmulator, cabinet: str, code: str) -> bool:
    own = [shop for shop, _name, model in SHOPS[cabinet] if model == FBY]
    return any((market.state.table("stocks", shop).find(code) or {"available": 0})["available"] for shop in own)


ARCHIVE = fields({"offerIds!": many(sku, most=MOST_ARCHIVED, unique=True)})


@routes.post("/v2/businesses/{businessId}/offer-mappings/archive", limit=Quota(5000, MINUTE, rows=True),
             area=AREA, shape=ARCHIVE, cost=lambda request: _length(request, "offerIds"))  # fmt: skip
def archive(market: YandexEmulator, request: Request) -> Answer:
    stays = [code for code in request.json["offerIds"] if _at_market(market, request.account, code)]
    _set_archived(market, request, set(request.json["offerIds"]) - set(stays), archived=True)
    return ok({"notArchivedOffers": [{"offerId": c, "error": "OFFER_HAS_STOCKS"} for c in stays]} if stays else {})


@routes.post("/v2/businesses/{businessId}/offer-mappings/unarchive", limit=Quota(5000, MINUTE, rows=True), area=AREA,
             shape=ARCHIVE, cost=lambda request: _length(request, "offerIds"))  # fmt: skip
def unarchive(market: YandexEmulator, request: Request) -> Answer:
    _set_archived(market, request, set(request.json["offerIds"]), archived=False)
    return ok({})


def _set_archived(market: YandexEmulator, request: Request, codes: set[str], *, archived: bool) -> None:
    table = market.state.table("offers", request.account)
    for code in sorted(codes):
        if code in table:
            table.edit(code)["archived"] = archived


def _length(request: Request, name: str) -> int:
    """Rows of a body that may be anything: the limit is taken before the shape is judged."""
    try:
        return len(request.json[name])
    except (TypeError, KeyError, ValueError):
        return 1
