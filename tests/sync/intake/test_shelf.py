"""A shop asks how many there are, and hears what a push would tell it."""

from datetime import datetime

from inventory.models import InventorySyncConfig, Product, Variant
from sync import executor, runs
from sync.intake import shelf
from sync.models import SyncType

from .conftest import put


def listed(shop):
    """The catalogue is offered, as a schedule does it."""
    entry = runs.start(connection=shop.connection, sync_type=SyncType.PRODUCTS, cause="schedule")
    return executor.run_now(entry)


def units(answer):
    return {row["sku"]: row["available"] for row in answer.told["items"]}


def test_what_is_free_is_told_by_sku(shop, store, place, tea):
    put(store, place, "MUG", 9)
    assert listed(shop).status == "completed"
    shop.push()
    answer = shop.call("GET", "/stock")
    assert (answer.status_code, units(answer), answer.told["next_cursor"]) == (200, {"MUG": 9, "TEA": 3}, None)
    assert datetime.fromisoformat(answer.told["items"][0]["updated_at"]).tzinfo is not None
    assert units(shop.call("GET", "/stock?sku=TEA,NOPE")) == {"TEA": 3}


def test_the_shops_rule_shapes_what_it_hears(shop, store, tea):
    listed(shop)
    InventorySyncConfig.objects.create(store=store, connection=shop.connection, safety_stock=2)
    assert units(shop.call("GET", "/stock")) == {"TEA": 3}


def test_what_was_never_counted_is_not_told(shop, store, tea):
    product = Product.objects.create(store=store, title="New")
    Variant.objects.create(store=store, product=product, sku="NEW")
    listed(shop)
    assert units(shop.call("GET", "/stock")) == {"TEA": 5}


def test_a_long_shelf_is_read_page_by_page(shop, store, place, monkeypatch):
    monkeypatch.setattr(shelf, "PAGE", 2)
    for number in range(5):
        put(store, place, f"SKU-{number}", number + 1)
    listed(shop)
    seen, cursor = {}, ""
    for _ in range(3):
        answer = shop.call("GET", f"/stock?cursor={cursor}")
        seen |= units(answer)
        cursor = answer.told["next_cursor"]
    assert (seen, cursor) == ({f"SKU-{number}": number + 1 for number in range(5)}, None)
    assert shop.call("GET", "/stock?cursor=nonsense").status_code == 400
