"""Stock and warehouses, in both directions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Warehouse:
    """A place of theirs to which stock is told. `remote_id` is "" for a shop with a single unnamed one."""

    remote_id: str
    name: str
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class StockUpdate:
    """Tell one listing's absolute sellable quantity at one warehouse. `ref` is ours and comes back in the result."""

    ref: str
    remote_product_id: str
    remote_variant_id: str
    sku: str
    quantity: int
    warehouse_remote_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StockLevel:
    """What is seen live there: seller's own stock only, without what they reserved."""

    remote_product_id: str
    remote_variant_id: str
    sku: str
    quantity: int
    reserved: int = 0
    warehouse_remote_id: str = ""
