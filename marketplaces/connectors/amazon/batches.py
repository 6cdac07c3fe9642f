"""Stock and prices outward: listings are looked at first, then few are patched one by one and many go in one file."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.stock import StockUpdate
from marketplaces.framework.errors import (
    CodeProblem,
    ConnectorError,
    DataProblem,
    Rejected,
    RetryLater,
    UnexpectedPayload,
)
from marketplaces.framework.results import ItemResult, Later

from . import feeds, goods, walks
from .client import AmazonClient
from .errors import not_there, submission_error
from .places import PLACES
from .reading import Json, number

Update = TypeVar("Update", StockUpdate, PriceUpdate)

#: What became of one SKU: an error, taken (None), or asked about later.
Outcome = ConnectorError | Later | None

#: So many are told one by one: five a second, and seen sooner. More go in a file: five of those are taken in five
#: minutes, and each is worked off in some minutes of its own.
FEW = 100


def push_stock(client: AmazonClient, updates: Sequence[StockUpdate]) -> list[ItemResult]:
    """Only of listings that the seller sends: a number told of the others would make a second offer."""
    return _push(client, updates, _stock_patch, _stock_problem, operation="push_stock")


def push_price(client: AmazonClient, updates: Sequence[PriceUpdate]) -> list[ItemResult]:
    return _push(client, updates, _price_patch, _price_problem, operation="push_price")


def stock_patch(quantity: int) -> dict[str, Any]:
    """Merged, not replaced: a handling time that is told beside the number stays."""
    value = {"fulfillment_channel_code": goods.OWN, "quantity": quantity}
    return {"op": "merge", "path": "/attributes/fulfillment_availability", "value": [value]}


def price_patch(amount: Any, currency: str, place: str) -> dict[str, Any]:
    """The price for everybody. Merged, so that prices for companies and of sales stay."""
    return {"op": "merge", "path": "/attributes/purchasable_offer", "value": [offer(amount, currency, place)]}


def offer(amount: Any, currency: str, place: str) -> dict[str, Any]:
    return {
        "marketplace_id": place, "audience": "ALL", "currency": currency,
        "our_price": [{"schedule": [{"value_with_tax": number(amount)}]}],
    }  # fmt: skip


def _stock_patch(update: StockUpdate, place: str) -> Json:
    return stock_patch(update.quantity)


def _price_patch(update: PriceUpdate, place: str) -> Json:
    return price_patch(update.price, update.currency, place)


def _stock_problem(update: StockUpdate, item: Json, place: str) -> ConnectorError | None:
    if goods.is_theirs(item):
        return Rejected(
            f"The stock of {key(update)} lies at Amazon, which counts it itself", said="fulfilled by Amazon",
            fix="Send goods to Amazon to sell more of it there.",
        )  # fmt: skip
    return None


def _price_problem(update: PriceUpdate, item: Json, place: str) -> ConnectorError | None:
    wanted = PLACES[place].currency if place in PLACES else update.currency
    if update.currency != wanted:
        return Rejected(
            f"This marketplace sells in {wanted}, not in {update.currency}", said=f"not {update.currency}",
            fix=f"Enter a price in {wanted}.",
        )  # fmt: skip
    try:
        number(update.price)
    except ValueError:
        return Rejected(f"{update.price} is no price that Amazon can hold", said="no price", fix="Round the price.")
    return None


def _push(
    client: AmazonClient, updates: Sequence[Update], patch: Callable[[Update, str], Json],
    problem: Callable[[Update, Json, str], ConnectorError | None], *, operation: str,
) -> list[ItemResult]:  # fmt: skip
    """The newest word on each SKU; its answer holds for all words on it."""
    newest = {key(each): each for each in updates}
    try:
        there = walks.listings_by_sku(client, list(newest), operation=operation, short=True)
    except (DataProblem, RetryLater, CodeProblem) as failed:
        return [ItemResult(ref=each.ref, ok=False, error=failed) for each in updates]
    outcomes: dict[str, Outcome] = {}
    messages = []
    for sku, update in newest.items():
        try:
            error = problem(update, there[sku], client.place) if sku in there else not_there(sku)
            if error is None:
                messages.append(message(sku, there[sku], [patch(update, client.place)], place=client.place))
        except UnexpectedPayload as odd:
            error = odd
        if error is not None:
            outcomes[sku] = error
    outcomes |= told(client, messages, operation=operation)
    return [_result(each, outcomes[key(each)]) for each in updates]


def message(sku: str, item: Json, patches: Sequence[Json], *, place: str) -> dict[str, Any]:
    """Some patches of one listing, of its own kind where that is known."""
    kind = goods.product_type(item, place=place) or goods.ANY_TYPE
    return {"sku": sku, "operationType": "PATCH", "productType": kind, "patches": list(patches)}


def told(client: AmazonClient, messages: Sequence[Json], *, operation: str) -> Mapping[str, Outcome]:
    """By call or by file. What goes in a file has no call meanwhile: changes of it wait until the file is answered."""
    if len(messages) <= FEW:
        return {str(each["sku"]): _patched(client, each, operation=operation) for each in messages}
    try:
        waits = feeds.submit(client, messages, operation=operation)
    except (DataProblem, RetryLater, CodeProblem) as error:
        return {str(each["sku"]): error for each in messages}
    return {str(each["sku"]): later for each, later in zip(messages, waits, strict=True)}


def _patched(client: AmazonClient, told: Json, *, operation: str) -> Outcome:
    """Accepted is not seen: it shows minutes later."""
    sku, body = str(told["sku"]), {"productType": told["productType"], "patches": told["patches"]}
    try:
        return submission_error(client.patch_listing(sku, body, operation=operation), sku)
    except (DataProblem, RetryLater, CodeProblem) as raised:
        return raised


def key(update: StockUpdate | PriceUpdate) -> str:
    """Their SKU is the product's number; ours may be written otherwise."""
    return update.remote_product_id or update.sku


def _result(update: StockUpdate | PriceUpdate, outcome: Outcome) -> ItemResult:
    if isinstance(outcome, Later):
        return ItemResult(ref=update.ref, ok=True, later=outcome)
    return ItemResult(ref=update.ref, ok=outcome is None, error=outcome)
