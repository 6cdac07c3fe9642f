"""Single items, in minor units and by their read names."""

from __future__ import annotations

from typing import Any

import pytest

from .hub import CATALOG, PAGE, Hub

NEW: dict[str, Any] = {
    "retailer_id": "TEA-3", "name": "White tea", "price": 15000, "currency": "THB", "url": "https://shop.example/tea-3",
    "image_url": "https://shop.example/t3.jpg", "inventory": 4,
}  # fmt: skip


def test_an_item_is_made_changed_and_taken_out(hub: Hub) -> None:
    number = hub.post(f"{CATALOG}/products", **NEW)["id"]
    assert hub.item("TEA-3")["price"] == "฿150.00"
    assert hub.post(number, price=12050, name="White tea, 100 g") == {"success": True}
    found = hub.item("TEA-3")
    assert (found["price"], found["name"], found["inventory"]) == ("฿120.50", "White tea, 100 g", 4)
    assert hub.call("DELETE", number).json() == {"success": True}
    assert hub.item("TEA-3") is None
    assert hub.error(hub.call("POST", number, price=1)) == (100, 33)


def test_a_slash_behind_an_id_is_the_same_place(bare: Hub) -> None:
    number = bare.post(f"{CATALOG}/products", **NEW)["id"]
    assert bare.get(f"{CATALOG}/", fields="id") == {"id": CATALOG}
    assert bare.call("POST", f"{number}/", price=12050).json() == {"success": True}
    assert bare.get(f"{number}/", fields="price")["price"] == "฿120.50"
    assert bare.call("DELETE", f"{number}/").json() == {"success": True}
    assert bare.error(bare.call("GET", f"{number}//edge/")) == (2500, 0)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"price": "150.00"}, 100), ({"currency": "XXX"}, 100), ({"name": ""}, 100),
        ({"retailer_id": "FB-POSTCARDS"}, 10800),
    ],
)  # fmt: skip
def test_a_wrong_one_is_refused(bare: Hub, change: dict[str, Any], code: int) -> None:
    assert bare.error(bare.call("POST", f"{CATALOG}/products", **NEW | change)) == (code, 0)


def test_a_page_is_subscribed_with_the_fields_it_tells_of(bare: Hub) -> None:
    assert bare.call("POST", f"{PAGE}/subscribed_apps", subscribed_fields="feed").json() == {"success": True}
    assert bare.error(bare.call("POST", f"{PAGE}/subscribed_apps")) == (100, 0)
    assert bare.error(bare.call("POST", "1/subscribed_apps", subscribed_fields="feed")) == (100, 33)
