"""A store that sells keys: a shop whose buyers may be written to, and an account at the practice supplier."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import requests
from django.utils import timezone

from core.models import Store
from fulfillment.models import LicenseKey, SupplierOrder
from fulfillment.services.keys import purchases
from inventory.models import Location, MarketplaceProduct, Product, Variant
from marketplaces.canonical.orders import Address, Buyer
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.registry import connectors
from marketplaces.models import Connection, Marketplace
from marketplaces.services.connect import connect, test_values
from orders.models import Order, OrderItem
from orders.services.intake import import_orders
from tests.orders.world import line, told

SUPPLIER = next(kind.code for kind in connectors() if Capability.PURCHASE in kind.capabilities)
WRITES = next(kind.code for kind in connectors() if kind.mails_buyers)
_numbers = itertools.count(1)


@dataclass
class Supply:
    """Everything a test needs at hand. `address` is the practice supplier's."""

    address: str
    store: Store
    shop: Connection
    supplier: Connection

    def desk(self, name: str, body: dict[str, Any] | None = None, method: str = "POST") -> Any:
        """What the supplier's own desk does or shows."""
        answer = requests.request(method, f"{self.address}/_control/{name}", json=body, timeout=20)
        assert answer.ok, answer.text
        return answer.json()

    def goods(self, form: str = "text", units: int = 5) -> dict[str, Any]:
        """A product of theirs in this form that there is enough of."""
        products = self.desk("state?orders=0&webhooks=0", method="GET")["products"]
        found = [each for each in products if each["form"] == form]
        return next(each for each in found if form == "preorder" or each["stock"][""]["available"] >= units)

    def product(self, form: str = "text", *, cost: str = "5.00", units: int = 5) -> Variant:
        """Ours, linked to one of theirs."""
        there = self.goods(form, units)
        number = next(_numbers)
        product = Product.objects.create(store=self.store, title=f"Game {number}", kind=Product.Kind.DIGITAL)
        made = Variant.objects.create(
            store=self.store, product=product, sku=f"GAME-{number}", cost=Decimal(cost), currency="EUR"
        )
        MarketplaceProduct.objects.create(
            store=self.store, connection=self.supplier, marketplace=self.supplier.marketplace, product=product,
            variant=made, marketplace_product_id=there["id"], marketplace_sku=there["sku"], status="active",
            stock=units, price=Decimal(cost), currency="EUR", last_sync_at=timezone.now(),
        )  # fmt: skip
        return made

    def order(
        self, variant: Variant, quantity: int = 1, *, price: str = "500.00", country: str = "LU", **more: Any
    ) -> Order:
        """A paid order of it."""
        number = f"K-{next(_numbers)}"
        asked = told(
            number, line(variant.sku, quantity, price),
            buyer=Buyer(remote_id=number, name="Anna", email="anna@example.org"),
            shipping_address=Address(name="Anna", line1="Rue du Fort 3", city="There", country=country), **more,
        )  # fmt: skip
        import_orders(connection=self.shop, orders=[asked], seen_at=timezone.now(), cause="poll")
        return Order.objects.get(store=self.store, channel_order_id=number)

    def item(self, order: Order) -> OrderItem:
        return OrderItem.objects.get(order=order)

    def purchase(self, order: Order) -> SupplierOrder:
        return SupplierOrder.objects.get(order_item__order=order)

    def keys(self, order: Order) -> list[LicenseKey]:
        return list(LicenseKey.objects.filter(order_item__order=order, position__isnull=False).order_by("position"))

    def now_due(self) -> None:
        """Whatever waits is due; no lease is held."""
        for row in SupplierOrder.objects.filter(next_look_at__isnull=False):
            row.next_look_at, row.lease_until = timezone.now() - timedelta(seconds=1), None
            row.save()

    def bought_there(self) -> dict[str, int]:
        """Keys that the supplier took money for, by our reference."""
        purchases = self.desk("state?products=0&webhooks=0", method="GET")["orders"]
        found: dict[str, int] = {}
        for each in purchases:
            if str(each.get("reference") or "").startswith("hub-"):
                found[each["reference"]] = found.get(each["reference"], 0) + sum(
                    row["quantity"] for row in each["lines"]
                )
        return found


def make_supply(address: str) -> Supply:
    """Connected, with buying switched on."""
    given = requests.get(f"{address}/_control/credentials", timeout=20).json()
    typed = {name: given[name] for name in ("client_id", "client_secret")}
    tested = test_values(SUPPLIER, typed, base_url=address, renew=True)
    assert tested.passed, tested.verdicts
    store = Store.objects.create(slug=f"keys-{next(_numbers)}", name="Key shop", languages=["en"])
    Location.objects.create(store=store, name="Main", code="main", is_default=True)
    supplier = connect(store=store, code=SUPPLIER, name="Supplier", tested=tested, base_url=address)
    marketplace, _made = Marketplace.objects.get_or_create(code=WRITES, defaults={"name": "Shop"})
    shop = Connection.objects.create(store=store, marketplace=marketplace, name="Shop", remote_account_id="own")
    purchases.switch(supplier, on=True, by="test")
    return Supply(address, store, shop, supplier)
