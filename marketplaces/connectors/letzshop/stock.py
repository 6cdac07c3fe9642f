"""Stock by the call of the dialect "seed"."""

from collections.abc import Sequence

from marketplaces.canonical.stock import StockUpdate
from marketplaces.framework.errors import Rejected, UnexpectedPayload
from marketplaces.framework.results import ItemResult

from .client import LetzshopClient
from .errors import item_error
from .reading import rows, text


def by_call(client: LetzshopClient, updates: Sequence[StockUpdate]) -> list[ItemResult]:
    """An error names its SKU; who is not named was taken."""
    ready = [each for each in updates if each.sku]
    refused = [ItemResult(ref=each.ref, ok=False, error=_without_sku()) for each in updates if not each.sku]
    if not ready:
        return refused
    payload = client.set_inventory([{"sku": each.sku, "quantity": each.quantity} for each in ready])
    problems = {
        text(each.get("sku"), "errors[].sku"): item_error(each) for each in rows(payload.get("errors"), "errors")
    }
    if not payload.get("success") and not problems:
        raise UnexpectedPayload("updateInventory.success", payload.get("success"))
    everywhere = problems.get("")
    return refused + [
        ItemResult(ref=each.ref, ok=error is None, error=error)
        for each in ready
        for error in (problems.get(each.sku) or everywhere,)
    ]


def _without_sku() -> Rejected:
    return Rejected("This listing has no SKU at Letzshop", fix="Give it one in the feed, then read the products again.")
