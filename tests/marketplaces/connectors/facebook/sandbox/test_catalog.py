"""The catalogue: pages with cursors, fields with braces, and batches that are only queued."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .hub import CATALOG, Hub

NEW = {
    "id": "TEA-2", "title": "Black tea, чай, 茶", "description": "Loose leaf", "availability": "in stock",
    "condition": "new", "price": "90.00 USD", "link": "https://shop.example/tea-2",
    "image": [{"url": "https://shop.example/t2.jpg", "tag": ["main"]}], "brand": "Demo", "item_group_id": "TEA",
}  # fmt: skip


def row(method: str, **data: Any) -> dict[str, Any]:
    return {"method": method, "data": data}


def test_every_item_comes_once_page_by_page(hub: Hub) -> None:
    found: list[str] = []
    query: dict[str, Any] = {"fields": "id,retailer_id", "limit": 25, "summary": "true"}
    for _ in range(10):
        page = hub.get(f"{CATALOG}/products", **query)
        found += [each["id"] for each in page["data"]]
        assert page["summary"] == {"total_count": 60}
        if "next" not in page["paging"]:
            break
        query["after"] = page["paging"]["cursors"]["after"]
    assert (len(found), len(set(found))) == (60, 60)


def test_an_item_that_goes_while_it_is_walked_makes_none_be_skipped(hub: Hub) -> None:
    first = hub.get(f"{CATALOG}/products", fields="id,retailer_id", limit=10)
    handle = hub.batch(row("DELETE", id=first["data"][0]["retailer_id"]))["handles"][0]
    hub.finished(handle)
    after = first["paging"]["cursors"]["after"]
    second = hub.get(f"{CATALOG}/products", fields="id,retailer_id", limit=100, after=after)
    assert len(second["data"]) == 50


def test_a_broken_cursor_or_limit_is_refused(hub: Hub) -> None:
    assert hub.error(hub.call("GET", f"{CATALOG}/products", after="nonsense")) == (100, 0)
    assert hub.error(hub.call("GET", f"{CATALOG}/products", limit="0")) == (100, 0)
    assert hub.error(hub.call("GET", f"{CATALOG}/products", filter="{")) == (100, 0)


def test_only_the_fields_that_are_asked_for_are_shown_and_unknown_ones_refused(hub: Hub) -> None:
    (each,) = hub.get(f"{CATALOG}/products", fields="retailer_id,price,product_group{retailer_id}", limit=1)["data"]
    assert each.keys() == {"id", "retailer_id", "price", "product_group"}
    assert each["product_group"].keys() == {"id", "retailer_id"}
    assert each["price"].startswith("$")
    assert hub.error(hub.call("GET", f"{CATALOG}/products", fields="colour")) == (100, 0)
    assert hub.error(hub.call("GET", f"{CATALOG}/products", fields="id,product_group{id")) == (2500, 0)


def test_an_item_is_read_by_its_number(hub: Hub) -> None:
    (each,) = hub.get(f"{CATALOG}/products", limit=1)["data"]
    assert hub.get(each["id"], fields="retailer_id")["retailer_id"] == each["retailer_id"]
    assert hub.error(hub.call("GET", "7999999")) == (100, 33)


# Batches


def test_a_batch_is_queued_then_worked_and_only_then_seen(hub: Hub) -> None:
    answer = hub.batch(row("CREATE", **NEW))
    (handle,) = answer["handles"]
    assert "validation_status" not in answer
    assert hub.item("TEA-2") is None
    words = [hub.state_of(handle)["status"] for _ in range(3)]
    assert words == ["in_progress", "finished", "finished"]
    found = hub.item("TEA-2")
    assert (found["name"], found["price"], found["url"]) == (NEW["title"], "$90.00", NEW["link"])


def test_the_desk_can_slow_batches_so_that_asking_hurries_none(hub: Hub) -> None:
    hub.control("batches", {"seconds": 60})
    (handle,) = hub.batch(row("CREATE", **NEW))["handles"]
    assert [hub.state_of(handle)["status"] for _ in range(4)] == ["in_progress"] * 4
    assert hub.item("TEA-2") is None
    hub.control("clock", {"advance": 61})
    assert hub.state_of(handle)["status"] == "finished"
    assert hub.item("TEA-2") is not None
    with pytest.raises(AssertionError, match="from 0 to"):
        hub.control("batches", {"seconds": -1})


def test_a_batch_that_nobody_asks_about_is_worked_by_itself(hub: Hub) -> None:
    (handle,) = hub.batch(row("CREATE", **NEW))["handles"]
    hub.control("clock", {"advance": 3})
    assert hub.item("TEA-2") is not None
    assert hub.state_of(handle)["status"] == "finished"


def test_one_wrong_row_leaves_the_others_alone_and_is_named_only_on_request(hub: Hub) -> None:
    known = row("UPDATE", id="FB-POSTCARDS", price="4.50 USD")
    (handle,) = hub.batch(known, row("UPDATE", id="NO-SUCH", price="1.00 USD"))["handles"]
    state = hub.finished(handle)
    assert (state["errors_total_count"], state["ids_of_invalid_requests"]) == (1, ["NO-SUCH"])
    assert state["errors"][0]["line"] == 2
    assert hub.state_of(handle)["ids_of_invalid_requests"] == []
    assert hub.item("FB-POSTCARDS")["price"] == "$4.50"


def test_an_update_of_a_misspelt_sku_is_a_new_item_where_that_is_allowed(hub: Hub) -> None:
    data = {name: value for name, value in NEW.items() if name != "id"}
    (handle,) = hub.batch(row("UPDATE", id="MISSPELT", **data), upsert=True)["handles"]
    assert hub.finished(handle)["errors"] == []
    assert hub.item("MISSPELT") is not None


@pytest.mark.parametrize(
    "wrong",
    [
        row("UPSERT", id="FB-POSTCARDS"),
        row("UPDATE"),
        row("UPDATE", id="x" * 101),
        row("UPDATE", id="FB-POSTCARDS", price="4,50 USD"),
        row("UPDATE", id="FB-POSTCARDS", price="4.50"),
        row("UPDATE", id="FB-POSTCARDS", price="4.50 XXX"),
        row("UPDATE", id="FB-POSTCARDS", availability="in_stock"),
        row("UPDATE", id="FB-POSTCARDS", condition="mint"),
        row("UPDATE", id="FB-POSTCARDS", quantity_to_sell_on_facebook=-1),
        row("UPDATE", id="FB-POSTCARDS", quantity_to_sell_on_facebook="7"),
        row("UPDATE", id="FB-POSTCARDS", image=["https://shop.example/1.jpg"]),
        row("UPDATE", id="FB-POSTCARDS", link="/tea"),
    ],
)
def test_what_can_be_seen_to_be_wrong_is_not_taken(bare: Hub, wrong: dict[str, Any]) -> None:
    before = bare.item("FB-POSTCARDS")
    answer = bare.batch(wrong)
    assert answer["handles"] == []
    assert answer["validation_status"][0]["errors"]
    assert bare.item("FB-POSTCARDS") == before


def test_a_field_that_nobody_knows_is_only_warned_of(hub: Hub) -> None:
    answer = hub.batch(row("UPDATE", id="FB-POSTCARDS", price="4.50 USD", colour_of_the_box="red"))
    assert len(answer["handles"]) == 1
    assert answer["validation_status"][0]["warnings"] and not answer["validation_status"][0]["errors"]


@pytest.mark.parametrize("missing", ["title", "description", "condition", "price", "link", "image", "availability"])
def test_a_new_item_needs_its_fields(hub: Hub, missing: str) -> None:
    (handle,) = hub.batch(row("CREATE", **{name: value for name, value in NEW.items() if name != missing}))["handles"]
    assert missing in hub.finished(handle)["errors"][0]["message"]


def test_none_left_does_not_change_the_word_by_itself(hub: Hub) -> None:
    (handle,) = hub.batch(row("CREATE", **NEW, quantity_to_sell_on_facebook=3))["handles"]
    hub.finished(handle)
    (handle,) = hub.batch(row("UPDATE", id="TEA-2", quantity_to_sell_on_facebook=0))["handles"]
    hub.finished(handle)
    assert (hub.item("TEA-2")["availability"], hub.item("TEA-2")["inventory"]) == ("in stock", 0)


def test_what_is_no_batch_is_refused_whole(bare: Hub) -> None:
    path = f"{CATALOG}/items_batch"
    assert bare.error(bare.call("POST", path, requests="[]")) == (100, 0)
    assert bare.error(bare.call("POST", path, item_type="PRODUCT_ITEM")) == (100, 0)
    assert bare.error(bare.call("POST", path, item_type="PRODUCT_ITEM", requests="[{")) == (100, 0)
    many = json.dumps([row("DELETE", id="x")] * 5001)
    assert bare.error(bare.call("POST", path, item_type="PRODUCT_ITEM", requests=many)) == (100, 0)
    assert bare.error(bare.call("GET", f"{CATALOG}/check_batch_request_status", handle="Acnone")) == (100, 0)


def test_a_batch_may_also_come_as_json(hub: Hub) -> None:
    body = {"item_type": "PRODUCT_ITEM", "requests": [row("UPDATE", id="FB-POSTCARDS", price="5.00 USD")]}
    answer = hub.session.post(
        f"{hub.url}/v26.0/{CATALOG}/items_batch", json=body, timeout=10, params={"appsecret_proof": hub.proof()},
        headers={"Authorization": f"Bearer {hub.token}"},
    )  # fmt: skip
    hub.finished(answer.json()["handles"][0])
    assert hub.item("FB-POSTCARDS")["price"] == "$5.00"
