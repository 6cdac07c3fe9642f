"""Products and stock, as the documents tell them."""

import pytest

CARD = {"sku": "LU-1001", "title": "Teapot", "price": "39.90", "currency": "EUR", "condition": "new"}


def test_a_product_is_made_read_replaced_and_taken_out(hub):
    made = hub.call("POST", "/products", CARD | {"inventory": {"quantity": 3, "track_quantity": True}})
    assert made.status_code == 201
    path = f"/products/{made.json()['id']}"
    assert hub.call("GET", path).json()["inventory"] == {"quantity": 3, "track_quantity": True}
    put = hub.call("PUT", path, CARD | {"title": "Teapot, blue"})
    assert (put.status_code, put.json()["title"], put.json()["inventory"]["quantity"]) == (200, "Teapot, blue", 3)
    assert hub.call("DELETE", path).status_code == 204
    assert {hub.call(method, path).status_code for method in ("GET", "DELETE")} == {404}


def test_a_replaced_product_loses_what_is_not_said_again(hub):
    before = hub.product()
    whole = {name: before[name] for name in ("sku", "title", "price", "currency")}
    after = hub.call("PUT", "/products/P-1001", whole).json()
    assert "brand" in before and "brand" not in after


def test_a_batch_answers_per_item_and_matches_by_sku(hub):
    known = {name: hub.product()[name] for name in ("sku", "title", "price", "currency")}
    rows = [CARD, known | {"price": "1.00"}, CARD | {"sku": "", "price": "-1"}, CARD | {"currency": "USD", "sku": "X"}]
    results = hub.call("POST", "/products/batch", {"products": rows}).json()["results"]
    assert [each["status"] for each in results] == ["created", "updated", "failed", "failed"]
    assert [each["index"] for each in results] == [0, 1, 2, 3]
    assert results[2]["error"] == {"code": "validation_failed", "message": "sku is required"}
    again = hub.call("POST", "/products/batch", {"products": [CARD]}).json()["results"]
    assert again[0]["status"] == "unchanged"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"sku": " "}, "sku"), ({"sku": "x" * 101}, "sku"), ({"title": None}, "title"), ({"price": 39.9}, "price"),
        ({"price": "39,90"}, "price"), ({"price": "-1"}, "price"), ({"currency": "Euro"}, "currency"),
        ({"currency": "USD"}, "currency"), ({"condition": "broken"}, "condition"), ({"colour": "blue"}, "colour"),
        ({"inventory": {"quantity": -1}}, "inventory.quantity"), ({"images": [{"alt": "x"}]}, "images.0.url"),
        ({"shipping": {"weight": "1 kg"}}, "shipping.weight"),
    ],
)  # fmt: skip
def test_a_wrong_product_is_refused_with_the_field(hub, wrong, field):
    assert hub.fields(hub.call("POST", "/products", CARD | wrong)) == {field}


def test_two_products_cannot_have_one_sku(hub):
    sku = hub.product()["sku"]
    assert hub.call("POST", "/products", CARD | {"sku": sku}).status_code == 409
    assert hub.call("PUT", "/products/P-1002", CARD | {"sku": sku}).status_code == 409


@pytest.mark.parametrize(("path", "name"), [("/products/batch", "products"), ("/inventory", "items")])
@pytest.mark.parametrize("count", [0, 51])
def test_a_batch_holds_one_to_fifty(hub, path, name, count):
    method = "POST" if name == "products" else "PUT"
    row = CARD if name == "products" else {"sku": "A", "quantity": 1}
    assert hub.fields(hub.call(method, path, {name: [row] * count})) == {name}


def test_stock_is_absolute_and_the_newest_word_counts(hub):
    path = "/products/P-1001/inventory"
    assert hub.call("PATCH", path, {"quantity": 9, "timestamp": "2026-10-20T12:00:00Z"}).json()["quantity"] == 9
    assert hub.call("PATCH", path, {"quantity": 4, "timestamp": "2026-10-20T11:59:59Z"}).status_code == 409
    assert hub.call("GET", path).json()["quantity"] == 9
    sku = hub.product()["sku"]
    rows = [
        {"sku": sku, "quantity": 4, "timestamp": "2026-10-20T11:59:59Z"}, {"sku": "NO-SUCH", "quantity": 1},
        {"sku": hub.product("P-1002")["sku"], "quantity": 8}, {"sku": sku, "quantity": 1, "warehouse": "LUX"},
    ]  # fmt: skip
    results = hub.call("PUT", "/inventory", {"items": rows}).json()["results"]
    codes = [(each["status"], (each["error"] or {}).get("code")) for each in results]
    assert codes[0] == ("failed", "conflict") and codes[1] == ("failed", "not_found")
    assert codes[2][0] in ("updated", "unchanged") and codes[3] == ("failed", "validation_failed")
    assert hub.product("P-1002")["inventory"]["quantity"] == 8


def test_a_product_without_stock_says_so(hub):
    hub.call("PATCH", "/products/P-1001/inventory", {"quantity": 0})
    assert hub.product()["status"] in ("out_of_stock", "inactive")


def test_the_list_is_paged_filtered_and_tells_what_was_taken_out(hub):
    first = hub.call("GET", "/products?limit=25").json()
    rest = hub.call("GET", "/products?limit=100&offset=25").json()
    ids = [each["id"] for each in (*first["data"], *rest["data"])]
    assert len(set(ids)) == len(ids) == first["pagination"]["total"] == 60
    sku = first["data"][3]["sku"]
    assert [each["sku"] for each in hub.call("GET", f"/products?sku={sku}").json()["data"]] == [sku]
    hub.call("DELETE", f"/products/{ids[3]}")
    changed = hub.call("GET", "/products?updated_since=2026-10-20T12:00:00Z").json()["data"]
    assert [(each["id"], each["status"]) for each in changed] == [(ids[3], "deleted")]
    assert hub.call("GET", "/products").json()["pagination"]["total"] == 59


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "offset=-1", "updated_since=yesterday", "page=2"])
def test_a_wrong_question_is_refused(hub, query):
    assert hub.call("GET", f"/products?{query}").status_code == 422
