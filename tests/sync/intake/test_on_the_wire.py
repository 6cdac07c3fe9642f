"""The practice shop sends to the real address, over HTTP, and every exchange is held against the contract."""

from collections.abc import Iterator
from typing import Any

import pytest

from core.models import NeedsYou, Store
from core.services.stores import open_store
from inventory.models import Location, MarketplaceProduct
from marketplaces.models import Connection
from marketplaces.sandbox.server import Running, running
from marketplaces.services import practice as buyers
from marketplaces.services import practice_shops, sandboxes
from marketplaces.services.intake_addresses import base_of
from orders.models import MarketplaceOrder, Order
from sync import executor, runs
from sync.models import SyncType
from tests.conftest import shared

from .conftest import put


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running(None, codes=["storefront"]) as made:
        yield made


@pytest.fixture
def there(server: Running) -> Any:
    emulator = server.sandbox.emulators["storefront"]
    emulator.state.clear()
    emulator.reseed(1, products=8, orders=12)
    emulator.limits.enabled = False
    return emulator


@pytest.fixture
def store(transactional_db: None, there: Any) -> Store:
    made = open_store(slug="direct", name="Direct", owner_email="owner@direct.example").store
    place = Location.objects.create(store=made, name="Main", code="MAIN", is_default=True)
    for sku in list(there.state.table("products").keys()):
        digital = sku.startswith("DIG-")
        put(made, place, sku, 20 if digital else 500, kind="digital" if digital else "physical")
    return made


@pytest.fixture
def judged(there: Any) -> Iterator[list[str]]:
    """What the checker holds against the shop's calls and our answers."""
    shared("tools/wirecheck")
    from wirecheck import Checker, mount

    found = mount(there.post._session, Checker("storefront", secret=there.keys["secret"]))
    yield found
    there.post._session.hooks["response"].clear()
    assert [str(each) for each in found] == []


@pytest.fixture
def shop(store: Store, server: Running, live_server: Any, settings: Any, judged: Any) -> Connection:
    settings.SANDBOX_URL, settings.PUBLIC_URL = server.url, live_server.url
    (made,) = practice_shops.open_all(store)
    return made


def test_a_practice_shop_is_told_our_address_and_sends_what_it_has(shop, there):
    assert base_of(shop).endswith(f"/api/v1/storefront/{shop.pk}")
    sandboxes.deliver("storefront")
    numbers = set(MarketplaceOrder.objects.values_list("marketplace_order_id", flat=True))
    assert numbers == set(there.state.table("orders").keys())
    assert not NeedsYou.objects.filter(kind__in=["unreadable", "not_linked", "money"], settled_at=None).exists()
    entry = executor.run_now(runs.start(connection=shop, sync_type=SyncType.PRODUCTS, cause="button"))
    assert entry.status == "completed", entry.messages
    assert MarketplaceProduct.objects.filter(connection=shop, status="active").count() == 8
    sandboxes.deliver("storefront")  # told once more with its catalogue, it does not send everything again
    assert there.post.outbox and {push["status"] for push in there.post.outbox.values()} == {"accepted"}
    assert len(there.post.outbox) == 1  # a dozen orders fit one call


@pytest.mark.parametrize("system", ["own", "woocommerce", "shopify"])
def test_a_sale_comes_in_moves_and_is_given_back(shop, there, system):
    sandboxes.deliver("storefront")
    sku = next(iter(there.state.table("products").keys()))
    with there.state.transaction():
        number = there.sell({"lines": [{"sku": sku, "quantity": 1}], "system": system})["id"]
    sandboxes.deliver("storefront")
    order = Order.objects.get(channel_order_id=number)
    assert order.status == "confirmed"
    with there.state.transaction():
        there.move(number, "shipped", {})
    sandboxes.deliver("storefront")
    order.refresh_from_db()
    assert order.status == "shipped"


def test_somebody_buys_at_the_practice_shop(shop, there):
    number = buyers.sell(connection=shop)
    sandboxes.deliver("storefront")
    assert MarketplaceOrder.objects.filter(marketplace_order_id=number).exists()
