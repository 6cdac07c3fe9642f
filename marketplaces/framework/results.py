"""A batch answers per item, a read answers per page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from marketplaces.framework.errors import ConnectorError

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Taken and being worked off: `job` is asked about after some seconds, `item` is what its answer calls this one."""

    job: str
    item: str = ""
    after: float = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """One item of a job that is asked about; the answer goes by `ref`."""

    ref: str
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemResult:
    """The marketplace's answer for one item of a batch. `ok` with `visible` False means accepted, not seen yet.

    `ok` with `later` means: taken, and whether it is accepted is asked with `Connector.ask_about`. `remote_product_id`
    and `remote_variant_id` name a new product, where the answer does.
    """

    ref: str
    ok: bool
    error: ConnectorError | None = None
    visible: bool = False
    later: Later | None = None
    remote_product_id: str = ""
    remote_variant_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedItem:
    """One thing of a page that could not be read; the rest of the page is good."""

    remote_id: str
    error: ConnectorError
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyResult:
    """How a supply stands there. `refused` are orders that it does not take, each with its reason; the others are in.

    `handed_over` False where that was asked for: not possible yet (codes are still being checked), so ask again with
    `progress`.
    """

    remote_id: str
    inside: frozenset[str]
    refused: Sequence[RefusedItem] = ()
    handed_over: bool = False
    progress: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """Some items and where reading may resume.

    `cursor` is JSON that `pull_*` takes back to go on after this page (None: this was the last). `safe_until` is the
    remote time up to which everything changed is contained in this and the earlier pages of the walk, None while a
    window is not finished. `total` is how many the walk will give, where the marketplace tells.
    """

    items: Sequence[T]
    refused: Sequence[RefusedItem] = ()
    cursor: Mapping[str, Any] | None = None
    safe_until: datetime | None = None
    total: int | None = None
