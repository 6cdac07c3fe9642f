"""Offers that are not live: the bulk call refuses them, so each is read and written whole, but for one value."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.stock import StockUpdate
from marketplaces.framework.errors import CodeProblem, DataProblem, RetryLater
from marketplaces.framework.results import ItemResult

from . import account, walks
from .batches import Update
from .cards import OFFER, plain
from .client import EbayClient
from .goods import PUBLISHED
from .reading import Json, mapping, text

#: What a row of the bulk call says of an offer that is not live.
NOT_LIVE = "25713"
Change = Mapping[str, Any]


def stock_of(update: StockUpdate, held: Json) -> Change:
    return {"availableQuantity": update.quantity}


def price_of(update: PriceUpdate, held: Json) -> Change:
    price = {"value": f"{update.price:f}", "currency": update.currency}
    return {"pricingSummary": {**mapping(held.get("pricingSummary"), "pricingSummary"), "price": price}}


def tell(
    client: EbayClient,
    updates: Sequence[Update],
    results: Sequence[ItemResult],
    change: Callable[[Update, Json], Change],
    *,
    operation: str,
) -> list[ItemResult]:
    """The results, those of drafts told again in their own way. One that is nowhere stays refused."""
    by_ref = {each.ref: each for each in updates}
    return [
        _told(client, by_ref[result.ref], result, change, operation)
        if result.error is not None and result.error.remote_code == NOT_LIVE
        else result
        for result in results
    ]


def _told(
    client: EbayClient, update: Update, result: ItemResult, change: Callable[[Update, Json], Change], operation: str
) -> ItemResult:
    sku, number = update.remote_product_id or update.sku, update.remote_variant_id
    try:
        offers = walks.offers_of(client, sku, marketplace="", operation=operation)
        held = next((each for each in offers if text(each.get("offerId")) == number), None)
        if held is None or text(held.get("status")) == PUBLISHED:
            return result
        body = {name: plain(held[name]) for name in OFFER if name in held} | dict(plain(change(update, held)))
        language = account.language(text(held.get("marketplaceId")))
        client.update_offer(number, body, language=language, operation=operation)
    except (DataProblem, RetryLater, CodeProblem) as error:
        return ItemResult(ref=update.ref, ok=False, error=error)
    return ItemResult(ref=update.ref, ok=True)
