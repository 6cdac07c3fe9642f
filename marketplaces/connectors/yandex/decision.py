"""Agreeing to a return that waits for the shop's word."""

from collections.abc import Iterator

from marketplaces.framework.errors import AlreadyDone, Rejected
from marketplaces.framework.pagination import by_cursor

from .client import YandexClient
from .reading import Json, mapping, needed_text, next_token, page_of, result_of, rows, text
from .shops import Shop

#: Returns that wait for the shop: brought by its own couriers (DBS), and by the Market's.
WAITING = ("WAITING_FOR_DECISION", "PREMODERATION_DECISION_WAITING")
MONEY_BACK = "REFUND_MONEY"


def agree(client: YandexClient, shop: Shop, number: str) -> None:
    """The buyer gets the money for each unit of it. AlreadyDone where nobody waits for a word any more."""
    row = next((each for each in _waiting(client, shop) if text(each.get("id")) == number), None)
    if row is None:
        raise AlreadyDone("The Market does not wait for a decision about this return any more")
    _may_be_agreed(client, shop, number)
    decisions = [{"returnItemId": item, "decisionType": MONEY_BACK} for item in _items(row)]
    client.decide_return(shop.number, needed_text(row.get("orderId"), "orderId"), number, decisions)


def _waiting(client: YandexClient, shop: Shop) -> Iterator[Json]:
    """A return is only found by its order's number or its status; those that wait are few."""
    filters = [("statuses", status) for status in WAITING]

    def fetch(token: str) -> tuple[Json, str]:
        holder = page_of(result_of(client.returns(shop.number, filters, token, "confirm_return")), "returns")
        return holder, next_token(holder)

    for holder in by_cursor(fetch, path="result.paging.nextPageToken"):
        yield from rows(holder.get("returns"), "result.returns")


def _may_be_agreed(client: YandexClient, shop: Shop, number: str) -> None:
    told = rows(result_of(client.return_choices(shop.cabinet, shop.number, number)).get("availableDecisions"), "result")
    choices = [text(each.get("decisionType")) for each in told]
    if MONEY_BACK not in choices:
        raise Rejected(
            "The Market offers no refund for this return",
            said=", ".join(choices),
            fix="Decide about it in the Market cabinet.",
        )


def _items(row: Json) -> list[int]:
    found = [
        decision.get("returnItemId")
        for item in rows(row.get("items"), "items")
        for decision in rows(mapping(item, "items[]").get("decisions"), "items[].decisions")
    ]
    return [int(number) for number in found if isinstance(number, int)]
