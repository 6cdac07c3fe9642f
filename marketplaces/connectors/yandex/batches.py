"""Stock, prices and offers outward. One row that the Market will not take refuses its whole call: it is looked for."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.products import ProductCard, ProductRemoval
from marketplaces.canonical.stock import StockUpdate
from marketplaces.framework.errors import ConnectorError, DataProblem, Rejected, RetryLater, Unavailable
from marketplaces.framework.results import ItemResult

from .client import MAPPINGS_PER_PAGE, YandexClient
from .goods import card_row, offer_of, price_row, stock_row
from .reading import SELLS_IN, Json, listed, mapping, result_of, rows, text
from .shops import FBY, Shop

Update = TypeVar("Update", StockUpdate, PriceUpdate)
#: Calls that a refused batch may cost; what is not cleared up by then is tried again, without the rows that were found.
MOST_CALLS = 40
LONGEST_SKU = 255
PULL_PRODUCTS = "Pull the products again."


def push_stock(client: YandexClient, shop: Shop, updates: Sequence[StockUpdate], *, at: str) -> list[ItemResult]:
    """Absolute quantities of this shop."""
    if shop.model == FBY:
        theirs = Rejected(
            "The Market counts the stock of an FBY shop itself",
            said="FBY",
            fix="Switch stock out off for this connection.",
        )
        return [ItemResult(ref=update.ref, ok=False, error=theirs) for update in updates]
    return _push(updates, lambda each: stock_row(each, at), lambda rows_: client.set_stocks(shop.number, rows_))


def push_price(client: YandexClient, shop: Shop, updates: Sequence[PriceUpdate], *, of_shop: bool) -> list[ItemResult]:
    """Prices of the cabinet, or of this shop alone."""
    if of_shop:
        return _push(updates, price_row, lambda rows_: client.set_shop_prices(shop.number, rows_))
    return _push(updates, price_row, lambda rows_: client.set_prices(shop.cabinet, rows_))


def _push(
    updates: Sequence[Update], row_of: Callable[[Update], Json], send: Callable[[Sequence[Json]], Any]
) -> list[ItemResult]:
    """Each offer once with its newest value, and an answer for each update."""
    newest: dict[str, Json] = {}
    problems: dict[str, ConnectorError] = {}
    for update in updates:
        problem = _problem(update)
        if problem is not None:
            problems[update.ref] = problem
        else:
            newest[offer_of(update)] = row_of(update)
    errors = isolated(list(newest), lambda skus: send([newest[sku] for sku in skus]))
    return [_result(each.ref, problems.get(each.ref) or errors.get(offer_of(each))) for each in updates]


def _problem(update: StockUpdate | PriceUpdate) -> ConnectorError | None:
    if not 1 <= len(offer_of(update).strip()) <= LONGEST_SKU:
        return Rejected("The listing has no SKU of the Market", said="no SKU", fix=PULL_PRODUCTS)
    return _no_currency(update.currency) if isinstance(update, PriceUpdate) else None


def _no_currency(currency: str) -> ConnectorError | None:
    if currency in SELLS_IN:
        return None
    return Rejected(
        f"The Market has no prices in {currency or 'no currency'}", said=f"currency {currency}",
        fix="Enter a price in the currency of the cabinet.",
    )  # fmt: skip


def _result(ref: str, error: ConnectorError | None) -> ItemResult:
    return ItemResult(ref=ref, ok=error is None, error=error)


def push_products(client: YandexClient, shop: Shop, cards: Sequence[ProductCard]) -> list[ItemResult]:
    """New offers are made, known ones changed."""
    good = [card for card in cards if _no_currency(card.currency) is None]
    named = [card.remote_product_id for card in good if card.remote_product_id and not card.keeps_price]
    known = mappings_of(client, shop, named, "push_products")
    newest = {_sku(card): card_row(card, known.get(_sku(card))) for card in good}
    told: dict[str, ConnectorError] = {}

    def send(skus: Sequence[str]) -> None:
        told.update(_complaints(client.set_mappings(shop.cabinet, [newest[sku] for sku in skus])))

    errors = isolated(list(newest), send)
    problems = {sku: error or told.get(sku) for sku, error in errors.items()}
    return [_answered(card, _no_currency(card.currency) or problems[_sku(card)]) for card in cards]


def _answered(card: ProductCard, error: ConnectorError | None) -> ItemResult:
    """A new offer is called as we called it."""
    return ItemResult(ref=card.ref, ok=error is None, error=error, remote_product_id="" if error else _sku(card))


def _sku(card: ProductCard) -> str:
    return card.remote_product_id or card.sku


def mappings_of(client: YandexClient, shop: Shop, offers: Iterable[str], operation: str) -> dict[str, Json]:
    """The named offers as they are there now; what is not there is left out."""
    named = list(dict.fromkeys(offers))
    found: dict[str, Json] = {}
    for start in range(0, len(named), MAPPINGS_PER_PAGE):
        answer = client.mappings_of(shop.cabinet, named[start : start + MAPPINGS_PER_PAGE], operation)
        for row in rows(result_of(answer).get("offerMappings"), "result.offerMappings"):
            found[text(mapping(row.get("offer"), "offer").get("offerId"))] = row
    return found


def _complaints(answer: Any) -> dict[str, ConnectorError]:
    """Errors inside a good answer, by offer; warnings let the offer pass."""
    found: dict[str, ConnectorError] = {}
    for row in rows(mapping(answer, "answer").get("results"), "results"):
        errors = rows(row.get("errors"), "results[].errors")
        if errors:
            said = "; ".join(text(error.get("message")) for error in errors)
            found[text(row.get("offerId"))] = Rejected(said=said, remote_code=text(errors[0].get("type")))
    return found


def delete_products(client: YandexClient, shop: Shop, removals: Sequence[ProductRemoval]) -> list[ItemResult]:
    """What lies in the Market's own warehouse stays there; what is gone already counts as done."""
    skus = list(dict.fromkeys(removal.remote_product_id or removal.sku for removal in removals))
    answer = result_of(client.delete_mappings(shop.cabinet, skus)) if skus else {}
    stays = {text(sku) for sku in listed(answer.get("notDeletedOfferIds"), "result.notDeletedOfferIds")}
    kept = Rejected("The Market still has units of this product", said="not deleted", fix="Take them back there first.")
    return [_result(each.ref, kept if (each.remote_product_id or each.sku) in stays else None) for each in removals]


def isolated(keys: Sequence[str], send: Callable[[Sequence[str]], Any]) -> dict[str, ConnectorError | None]:
    """Send all; if that is refused, halve until the rows that are refused alone are found, and the others are done.

    Trouble that passes ends the search for its part, which is tried again later. Trouble of the account is raised.
    """
    found: dict[str, ConnectorError | None] = {}
    waiting, calls = [list(keys)] if keys else [], 0
    while waiting:
        part = waiting.pop()
        if calls >= MOST_CALLS:
            together = Unavailable("The Market refused this together with others", fix="We try it again by ourselves.")
            found |= dict.fromkeys(part, together)
            continue
        calls += 1
        try:
            send(part)
        except DataProblem as error:
            if len(part) == 1:
                found[part[0]] = error
            else:
                middle = len(part) // 2
                waiting += [part[middle:], part[:middle]]
        except RetryLater as error:
            found |= dict.fromkeys(part, error)
        else:
            found |= dict.fromkeys(part, None)
    return found
