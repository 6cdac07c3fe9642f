"""Changed cards: a card is written anew as a whole, so what nobody changes is told as it stands there."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Any

from marketplaces.canonical.products import ProductCard
from marketplaces.framework.cards import CardRules
from marketplaces.framework.errors import ConnectorError, DataProblem, NotFound, Rejected, RetryLater, UnexpectedPayload
from marketplaces.framework.results import ItemResult

from .catalogue import cards_of
from .client import WildberriesClient
from .errors import PULL_PRODUCTS, CardsRefused
from .goods import GRAMS, NO_SIZE
from .reading import Json, data_of, is_number, listed, mapping, page_of, rows, text, whole

RULES = CardRules(longest=(("title", 60), ("description", 5000)))
#: Few, for a change is looked for card by card, and a refused call names only some of its rows.
MOST = 20
#: Rows that a refused call named are left out and the others sent again, so often.
MOST_ROUNDS = 3
CHANGED_BY_US = ("title", "description", "brand")
MILLIMETRES = Decimal(10)


def change(client: WildberriesClient, cards: Sequence[ProductCard]) -> list[ItemResult]:
    """One answer a card; of several for one number (its sizes) the newest goes, and its answer holds for all."""
    newest = {card.remote_product_id: card for card in cards}
    there = _there(client, newest)
    errors: dict[str, ConnectorError] = {number: _unknown(number) for number in newest.keys() - there.keys()}
    wanted = {number: card_row(row, newest[number]) for number, row in there.items()}
    changed = {number: row for number, row in wanted.items() if row != card_row(there[number])}
    errors |= _sent(client, changed)
    shown, refused = _looked_at(client, {number: row for number, row in changed.items() if number not in errors})
    errors |= refused
    shown |= wanted.keys() - changed.keys()
    return [_result(card, errors.get(card.remote_product_id), shown) for card in cards]


def _result(card: ProductCard, error: ConnectorError | None, shown: set[str]) -> ItemResult:
    visible = error is None and card.remote_product_id in shown
    return ItemResult(ref=card.ref, ok=error is None, error=error, visible=visible)


def _there(client: WildberriesClient, numbers: Iterable[str]) -> dict[str, Json]:
    asked = [number for number in numbers if is_number(number)]
    return {text(card.get("nmID")): card for page in cards_of(client, asked, "push_products") for card in page}


def _unknown(number: str) -> NotFound:
    said = f"no article {number}" if number else "no article number"
    return NotFound("Wildberries has no such card, and we make none", said=said, fix=PULL_PRODUCTS)


def _sent(client: WildberriesClient, changed: Mapping[str, Mapping[str, Any]]) -> dict[str, ConnectorError]:
    errors: dict[str, ConnectorError] = {}
    left = dict(changed)
    for _ in range(MOST_ROUNDS):
        if not left:
            return errors
        try:
            client.update_cards(list(left.values()))
        except CardsRefused as refused:
            named = refused.errors()
            bad = {number: named[row["vendorCode"]] for number, row in left.items() if row["vendorCode"] in named}
            if not bad:
                return errors | dict.fromkeys(left, refused)
            errors |= bad
            left = {number: row for number, row in left.items() if number not in bad}
        except (DataProblem, RetryLater) as error:
            return errors | dict.fromkeys(left, error)
        else:
            return errors
    late = Rejected("Wildberries refused this together with others", said="refused together", fix="Try it again.")
    return errors | dict.fromkeys(left, late)


def _looked_at(
    client: WildberriesClient, sent: Mapping[str, Mapping[str, Any]]
) -> tuple[set[str], dict[str, ConnectorError]]:
    """What is shown already, and what a list of faults names; the rest is worked off within half an hour."""
    if not sent:
        return set(), {}
    try:
        now = _there(client, sent)
        shown = {number for number, row in sent.items() if number in now and card_row(now[number]) == row}
        faults = _faults(client) if len(shown) < len(sent) else {}
    except RetryLater:
        return set(), {}
    left = {number: row["vendorCode"] for number, row in sent.items() if number not in shown}
    return shown, {number: _refused(faults[code]) for number, code in left.items() if code in faults}


def _faults(client: WildberriesClient) -> dict[str, str]:
    """What is wrong with cards that were not taken, by article: the newest word of each."""
    found: dict[str, str] = {}
    told = page_of(data_of(client.card_faults()), "items")
    for batch in rows(told.get("items"), "data.items"):
        for code, words in mapping(batch.get("errors"), "data.items[].errors").items():
            found.setdefault(code, "; ".join(text(word) for word in listed(words, "data.items[].errors")))
    return found


def _refused(said: str) -> Rejected:
    return Rejected("Wildberries did not take this card", said=said, fix="Correct the product, then send it again.")


def card_row(there: Json, card: ProductCard | None = None) -> dict[str, Any]:
    """The whole card as it is there, with what is ours to change; pictures, prices and barcodes have other calls."""
    row: dict[str, Any] = {
        "nmID": whole(there.get("nmID"), "cards[].nmID"),
        "vendorCode": text(there.get("vendorCode"), "cards[].vendorCode"),
        "kizMarked": there.get("kizMarked") is True,
        **{name: text(there.get(name), f"cards[].{name}") for name in CHANGED_BY_US},
        "dimensions": _dimensions(there),
        "characteristics": [
            {"id": whole(each.get("id"), "cards[].characteristics[].id"), "value": _plain(each.get("value"))}
            for each in rows(there.get("characteristics"), "cards[].characteristics")
        ],
        "sizes": [_size(size) for size in rows(there.get("sizes"), "cards[].sizes")],
    }
    if card is not None:
        row |= {name: told for name in CHANGED_BY_US if (told := getattr(card, name))}
        row["dimensions"] = row["dimensions"] | _measured(card)
    return row


def _dimensions(there: Json) -> dict[str, Any]:
    told = mapping(there.get("dimensions"), "cards[].dimensions")
    names = ("length", "width", "height", "weightBrutto")
    return {name: _plain(told[name]) for name in names if told.get(name) is not None}


def _measured(card: ProductCard) -> dict[str, Any]:
    """Whole centimetres that the parcel fits into, and kilograms."""
    found: dict[str, Any] = {}
    if card.package is not None:
        sides = {"length": card.package.length_mm, "width": card.package.width_mm, "height": card.package.height_mm}
        found |= {name: int((side / MILLIMETRES).to_integral_value(ROUND_CEILING)) for name, side in sides.items()}
    if card.weight_g is not None:
        found["weightBrutto"] = _plain(card.weight_g / GRAMS)
    return found


def _size(size: Json) -> dict[str, Any]:
    """The only size of goods that have none goes without its names."""
    row: dict[str, Any] = {"chrtID": whole(size.get("chrtID"), "cards[].sizes[].chrtID")}
    if text(size.get("techSize")) not in NO_SIZE:
        row |= {"techSize": text(size.get("techSize")), "wbSize": text(size.get("wbSize"))}
    return row | {"skus": [text(code) for code in listed(size.get("skus"), "cards[].sizes[].skus")]}


def _plain(value: Any) -> Any:
    """As JSON carries it: exact decimals of answers become the numbers that they were written as."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        raise UnexpectedPayload("cards[].characteristics[].value", value)
    return [_plain(each) for each in value] if isinstance(value, list) else value
