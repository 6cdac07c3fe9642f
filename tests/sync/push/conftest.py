"""A practice 4Seller over HTTP and a shop of ours on it, products switched on."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
import requests
from django.conf import settings

from core.models import Store
from core.services.stores import open_store
from inventory.models import MarketplaceProduct, Offer, Product, Variant
from inventory.services.locations import default_location
from inventory.services.stock import recount
from marketplaces.models import Connection, OutboundChange
from marketplaces.sandbox.server import Running, Sandbox
from marketplaces.services.connect import connect
from marketplaces.services.connect import test_values as try_values
from sync import executor, publishing, runs
from sync.models import MarketplaceSyncLog
from sync.switches import switch

CODE = "fourseller"


@pytest.fixture(scope="session")
def practice() -> Iterator[str]:
    with Running(Sandbox(None, codes=[CODE])).in_background() as server:
        yield server.url


@dataclass
class Market:
    """The shop here, and its other side."""

    store: Store
    shop: Connection
    url: str

    def control(self, call: str, body: Any = None, *, method: str = "") -> Any:
        method = method or ("GET" if body is None else "POST")
        answer = requests.request(method, f"{self.url}/{CODE}/_control/{call}", json=body, timeout=20)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def there(self) -> dict[str, dict[str, Any]]:
        """What is offered there, by SKU; a doubled SKU fails."""
        rows = [row for row in self.control("state?orders=0&webhooks=0")["products"] if row["status"] != "deleted"]
        assert len({row["sku"] for row in rows}) == len(rows)
        return {row["sku"]: row for row in rows}

    def variant(self, sku: str, *, units: int | None = None, title: str = "Teapot", **more: Any) -> Variant:
        """A product of ours that is complete enough to be sent."""
        product = Product.objects.create(
            store=self.store, title=title, brand="Lumen", images=["https://img.example/teapot.jpg"]
        )
        given = {"price": Decimal("39.90"), "currency": self.shop.currency, **more}
        made = Variant.objects.create(store=self.store, product=product, sku=sku, **given)
        if units is not None:
            recount(store=self.store, variant=made, location=default_location(self.store), counted=units)
        return made

    def publish(self, *variants: Variant, **more: Any) -> publishing.Published:
        return publishing.publish(store=self.store, variants=variants, shops=[self.shop], by="mara", **more)

    def run(self, kind: str = "products_out", **options: Any) -> MarketplaceSyncLog:
        return executor.run_now(runs.start(connection=self.shop, sync_type=kind, cause="command", options=options))

    def change(self, offer: Offer) -> OutboundChange:
        return OutboundChange.objects.get(kind="product", subject_id=offer.pk)

    def listing(self, sku: str) -> MarketplaceProduct:
        return MarketplaceProduct.objects.get(connection=self.shop, marketplace_sku=sku)

    def due_now(self) -> None:
        """Backoffs are over."""
        OutboundChange.objects.update(due_at="2020-01-01T00:00:00Z")


@pytest.fixture
def market(db: None, practice: str, unpaced: None) -> Market:
    store = open_store(slug="lumen", name="Atelier Lumen", owner_email="owner@lumen.example").store
    here = Market(store, Connection(), practice)
    here.control("faults", method="DELETE")
    here.control("limits", {"enabled": False})
    here.control("seed", {"seed": 5, "products": 6, "orders": 0})
    settings.SANDBOX_URL = practice
    address = f"{practice}/{CODE}"
    tested = try_values(CODE, here.control("credentials"), base_url=address, allow_private=True)
    shop = connect(
        store=store, code=CODE, name="4Seller shop", tested=tested, base_url=address, allow_private=True
    )  # fmt: skip
    switch(shop, "products_out", on=True, by="test")
    here.shop = Connection.objects.select_related("marketplace", "store").get(pk=shop.pk)
    return here
