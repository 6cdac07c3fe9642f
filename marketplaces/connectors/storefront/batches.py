"""Stock and prices outward: a hundred rows in one callback, and each alone where the shop refuses them together."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from marketplaces.framework.errors import ConnectorError, DataProblem, Rejected, RetryLater
from marketplaces.framework.results import ItemResult

#: As many as a shop may ask for in one call (contract section 3, `GET /stock`).
PER_CALLBACK = 100


class Item(Protocol):
    """Anything of ours that is told by its SKU."""

    @property
    def ref(self) -> str: ...

    @property
    def sku(self) -> str: ...


Each = TypeVar("Each", bound=Item)


def told(items: Sequence[Each], tell: Callable[[Sequence[Each]], None]) -> list[ItemResult]:
    """A 2xx is the shop's word that it has them: nothing can be read back. Account problems end the batch."""
    named = [each for each in items if each.sku]
    results = [_refused(each, _without_sku()) for each in items if not each.sku]
    if not named:
        return results
    try:
        tell(named)
    except DataProblem as error:
        return results + ([_refused(named[0], error)] if len(named) == 1 else _one_by_one(named, tell))
    return results + [_taken(each) for each in named]


def _one_by_one(items: Sequence[Each], tell: Callable[[Sequence[Each]], None]) -> list[ItemResult]:
    """One bad row must not hold the others; while the shop is not to be reached the rest is not even tried."""
    results: list[ItemResult] = []
    stopped: RetryLater | None = None
    for item in items:
        if stopped is None:
            try:
                tell([item])
                results.append(_taken(item))
                continue
            except RetryLater as error:
                stopped = error
            except DataProblem as error:
                results.append(_refused(item, error))
                continue
        results.append(_refused(item, stopped))
    return results


def _taken(item: Item) -> ItemResult:
    return ItemResult(ref=item.ref, ok=True, visible=True)


def _refused(item: Item, error: ConnectorError) -> ItemResult:
    return ItemResult(ref=item.ref, ok=False, error=error)


def _without_sku() -> ConnectorError:
    return Rejected("A shop is told by SKU, and this listing has none", fix="Give the variant a SKU.")
