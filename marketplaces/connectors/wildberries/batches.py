"""Stock changes, warehouse by warehouse: told and read back, for what is not understood is answered with a yes."""

from collections.abc import Mapping, Sequence

from marketplaces.canonical.stock import StockUpdate
from marketplaces.framework.errors import ConnectorError, DataProblem, NotFound, Rejected, RetryLater, Unavailable
from marketplaces.framework.results import ItemResult

from .catalogue import warehouses
from .client import WildberriesClient
from .errors import PULL_PRODUCTS, RowsRefused
from .goods import amounts, size_number
from .reading import page_of, rows

MOST_UNITS = 100_000
#: Each refused call costs ten: what is not cleared up by then is tried again later, without the rows that were named.
MOST_ROUNDS = 3
CHOOSE = "Choose a warehouse for this location in the connection."


def push_stock(client: WildberriesClient, updates: Sequence[StockUpdate]) -> list[ItemResult]:
    """Absolute quantities by size. Of two for one size and warehouse the newest goes, and its answer holds for both."""
    results: list[ItemResult] = []
    by_place: dict[str, dict[int, int]] = {}
    sent: list[tuple[StockUpdate, str, int]] = []
    only = _only_warehouse(client) if any(not update.warehouse_remote_id for update in updates) else ""
    for update in updates:
        place, size = update.warehouse_remote_id or only, size_number(update.remote_variant_id)
        problem = _problem(update, place, size)
        if problem is not None or size is None:
            results.append(ItemResult(ref=update.ref, ok=False, error=problem))
            continue
        by_place.setdefault(place, {})[size] = update.quantity
        sent.append((update, place, size))
    outcomes = {place: _push(client, place, wanted) for place, wanted in by_place.items()}
    return results + [_result(update, outcomes[place][size]) for update, place, size in sent]


def _only_warehouse(client: WildberriesClient) -> str:
    """The one there is; empty where there are several or none."""
    found = [place.remote_id for place in warehouses(client, "push_stock") if place.is_active]
    return found[0] if len(found) == 1 else ""


def _problem(update: StockUpdate, place: str, size: int | None) -> ConnectorError | None:
    if size is None:
        return Rejected(
            "The listing has no size number of Wildberries", said=f"no size number: {update.sku}", fix=PULL_PRODUCTS
        )
    if not place:
        return Rejected("It is not said which warehouse this is the stock of", said="no warehouse", fix=CHOOSE)
    if not 0 <= update.quantity <= MOST_UNITS:
        return Rejected(
            f"Wildberries takes from 0 to {MOST_UNITS:,} units",
            said=f"{update.quantity} units",
            fix="Tell fewer units.",
        )
    return None


Outcome = tuple[ConnectorError | None, bool]  # the error, and whether it is seen there


def _push(client: WildberriesClient, place: str, wanted: Mapping[int, int]) -> dict[int, Outcome]:
    errors = _told(client, place, wanted)
    good = [size for size in wanted if errors[size] is None]
    seen = _seen(client, place, good)
    found: dict[int, Outcome] = {size: (error, False) for size, error in errors.items()}
    for size in good:
        if seen is not None and size not in seen:
            missing = NotFound("Wildberries said yes and keeps no such size", said=f"no size {size}", fix=PULL_PRODUCTS)
            found[size] = (missing, False)
        else:  # a sale since then may have changed the number
            found[size] = (None, seen is not None and seen[size] == wanted[size])
    return found


def _told(client: WildberriesClient, place: str, wanted: Mapping[int, int]) -> dict[int, ConnectorError | None]:
    """One bad row refuses the call and is named: it is left out, and the others are sent again."""
    errors: dict[int, ConnectorError | None] = {}
    left = dict(wanted)
    for _ in range(MOST_ROUNDS):
        try:
            client.set_stocks(place, [{"chrtId": size, "amount": units} for size, units in left.items()])
        except RowsRefused as refused:
            named = refused.errors()
            bad = {size: named[size] for size in left if size in named}
            if None in named or not bad:
                return errors | dict.fromkeys(left, named.get(None, refused))
            errors |= bad
            left = {size: units for size, units in left.items() if size not in bad}
            if not left:
                return errors
        except (DataProblem, RetryLater) as error:
            return errors | dict.fromkeys(left, error)
        else:
            return errors | dict.fromkeys(left, None)
    late = Unavailable("Wildberries refused this together with others", said="refused together", fix="We try it again.")
    return errors | dict.fromkeys(left, late)


def _seen(client: WildberriesClient, place: str, sizes: Sequence[int]) -> dict[int, int] | None:
    """What is kept there now; None where that could not be read."""
    if not sizes:
        return {}
    try:
        answer = page_of(client.stocks(place, sizes, "push_stock"), "stocks")
    except RetryLater:
        return None
    return amounts(rows(answer.get("stocks"), "stocks"))


def _result(update: StockUpdate, outcome: Outcome) -> ItemResult:
    error, visible = outcome
    return ItemResult(ref=update.ref, ok=error is None, error=error, visible=visible)
