"""Price changes: an upload that is worked off later, asked about for a little while."""

from collections.abc import Mapping, Sequence
from typing import Any

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.framework.errors import AlreadyDone, ConnectorError, DataProblem, NotFound, Rejected, RetryLater
from marketplaces.framework.ports import Clock
from marketplaces.framework.results import ItemResult

from .catalogue import prices
from .client import WildberriesClient
from .errors import NONE_FIT, PULL_PRODUCTS
from .goods import price_row
from .reading import data_of, is_number, listed, page_of, text, whole

#: Seconds between two questions about an upload; what is not done after the last one is looked at by the next reading.
PAUSES = (0.5, 1.0, 2.0, 3.0, 4.0, 5.0)
DONE, CANCELLED, ROW_REFUSED = 3, 4, 3

Outcome = tuple[ConnectorError | None, bool]  # the error, and whether it is seen there


def push_price(
    client: WildberriesClient, clock: Clock, currency: str, updates: Sequence[PriceUpdate]
) -> list[ItemResult]:
    """One upload. A card has one price for all of its sizes: of several the newest goes, its answer holds for all."""
    results: list[ItemResult] = []
    newest: dict[str, PriceUpdate] = {}
    for update in updates:
        problem = _problem(update, currency)
        if problem is not None:
            results.append(ItemResult(ref=update.ref, ok=False, error=problem))
        else:
            newest[update.remote_product_id] = update
    outcomes = _upload(client, clock, newest) if newest else {}
    done = {result.ref for result in results}
    for update in (each for each in updates if each.ref not in done):
        error, visible = outcomes[update.remote_product_id]
        results.append(ItemResult(ref=update.ref, ok=error is None, error=error, visible=visible))
    return results


def _problem(update: PriceUpdate, currency: str) -> ConnectorError | None:
    if not is_number(update.remote_product_id):
        return Rejected(
            "The listing has no article number of Wildberries", said=f"no article number: {update.sku}",
            fix=PULL_PRODUCTS,
        )  # fmt: skip
    if currency and update.currency not in ("", currency):
        return Rejected(
            f"This shop sells in {currency}, not in {update.currency}", said=f"not {update.currency}",
            fix=f"Enter a price in {currency}.",
        )  # fmt: skip
    if update.price <= 0 or update.price != update.price.to_integral_value():
        return Rejected(
            "A price at Wildberries is a whole number above zero", said=f"price {update.price}", fix="Round the price."
        )
    return None


def _upload(client: WildberriesClient, clock: Clock, newest: Mapping[str, PriceUpdate]) -> dict[str, Outcome]:
    try:
        answer = client.upload_prices([price_row(update) for update in newest.values()])
    except AlreadyDone:
        return dict.fromkeys(newest, (None, True))
    except Rejected as error:
        return _compared(client, newest) if error.said.startswith(NONE_FIT) else dict.fromkeys(newest, (error, False))
    except (DataProblem, RetryLater) as error:
        return dict.fromkeys(newest, (error, False))
    told = page_of(data_of(answer), "id")
    return _outcome(client, clock, whole(told.get("id"), "data.id"), newest)


def _compared(client: WildberriesClient, newest: Mapping[str, PriceUpdate]) -> dict[str, Outcome]:
    """They say that all of it is unknown or set already, and not which: what is live tells."""
    live = {level.remote_product_id: level.price for page in prices(client, list(newest)) for level in page.items}
    found: dict[str, Outcome] = {}
    for number, update in newest.items():
        if live.get(number) == update.price:
            found[number] = (None, True)
        else:
            said = f"no article {number}"
            found[number] = (NotFound("Wildberries has no such article", said=said, fix=PULL_PRODUCTS), False)
    return found


def _outcome(
    client: WildberriesClient, clock: Clock, upload: int, newest: Mapping[str, PriceUpdate]
) -> dict[str, Outcome]:
    """By article. What is not worked off yet is accepted and not seen."""
    status = _awaited(client, clock, upload)
    if status is None:
        return dict.fromkeys(newest, (None, False))
    if status == DONE:
        return dict.fromkeys(newest, (None, True))
    if status == CANCELLED:
        return dict.fromkeys(newest, (Rejected("Wildberries cancelled this upload of prices", said="cancelled"), False))
    refused = _refused(client, upload)
    return {number: (refused.get(number), number not in refused) for number in newest}


def _awaited(client: WildberriesClient, clock: Clock, upload: int) -> int | None:
    """The end state of an upload; None while it is waiting or where that could not be read."""
    for pause in PAUSES:
        try:
            told = data_of(client.upload_done(upload))
            if isinstance(told, Mapping):
                return whole(told.get("status"), "data.status")
            data_of(client.upload_waiting(upload))
        except RetryLater:
            return None
        clock.sleep(pause)
    return None


def _refused(client: WildberriesClient, upload: int) -> dict[str, ConnectorError]:
    """The rows that were not taken, with Wildberries' words."""
    told = page_of(data_of(client.upload_goods(upload)), "historyGoods")
    found: dict[str, ConnectorError] = {}
    for row in listed(told.get("historyGoods"), "data.historyGoods"):
        if isinstance(row, Mapping) and row.get("status") == ROW_REFUSED:
            found[text(row.get("nmID"))] = _row_error(row)
    return found


def _row_error(row: Mapping[str, Any]) -> ConnectorError:
    said = text(row.get("errorText")) or "refused"
    return Rejected("Wildberries did not take this price", said=said, fix="Change the price, or look in the portal.")
