"""The practice price list: pages by token, filters, what is new, single products, texts and words."""

import pytest

from marketplaces.connectors.codeswholesale.sandbox.goods import GOODS


def whole(hub, **query):
    found, token = [], ""
    while True:
        body = hub.call(
            "GET", "/v3/products", params={**query, **({"continuationToken": token} if token else {})}
        ).json()
        found += [each["productId"] for each in body["items"]]
        token = body["continuationToken"]
        if not token:
            return found


def test_the_list_is_read_page_by_page_to_its_end(hub):
    found = whole(hub)
    assert len(found) == len(set(found)) == 60


def test_a_token_goes_on_with_the_same_question_only(hub):
    token = hub.call("GET", "/v3/products").json()["continuationToken"]
    more = {"continuationToken": token, "updatedSince": "2026-01-01T00:00:00Z"}
    hub.refused(hub.call("GET", "/v3/products", params=more), 400)
    for wrong in ("x", "e30", "%%%"):
        hub.refused(hub.call("GET", "/v3/products", params={"continuationToken": wrong}), 400)


def test_what_is_hidden_during_a_walk_shifts_nobody(hub):
    first = hub.call("GET", "/v3/products").json()
    hub.control("supply", {"sku": f"cw_{first['items'][0]['productId']}", "hidden": True})
    rest = hub.call("GET", "/v3/products", params={"continuationToken": first["continuationToken"]}).json()
    assert len(rest["items"]) == 10


def test_what_is_new_is_told_and_nothing_else(hub):
    (first, second) = [each["productId"] for each in hub.products()[:2]]
    hub.control("supply", {"sku": f"cw_{second}", "price": "5.00"})
    assert whole(hub, updatedSince="2026-10-20T12:00:00Z") == [second]
    assert whole(hub, updatedSince="2026-10-20T12:00:01Z") == []
    assert whole(hub, createdSince="2026-10-20T12:00:00Z") == []
    assert whole(hub, productIds=f"{first},{second}") == [first, second]


@pytest.mark.parametrize(
    "query",
    [
        {"updatedSince": "yesterday"}, {"productIds": "1"}, {"limit": "10"}, {"page": "2"},
        {"updatedSince": "2026-01-01T00:00:00Z", "createdSince": "2026-01-01T00:00:00Z"},
    ],
)  # fmt: skip
def test_a_question_that_makes_no_sense_is_refused(hub, query):
    hub.refused(hub.call("GET", "/v3/products", params=query), 400)


def test_bands_come_in_no_promised_order_and_without_a_currency(hub):
    product = hub.products()[0]
    assert [band["from"] for band in product["prices"]] == [100, 10, 1]
    assert set(product["prices"][0]) == {"value", "from", "to"}
    assert product["prices"][2]["value"] == 8.49


def test_names_are_in_every_script(hub):
    names = {each["name"] for each in hub.products()}
    assert {row[0] for row in GOODS} <= names


def test_a_product_off_the_list_is_not_found_by_its_code(hub):
    number = hub.products()[0]["productId"]
    hub.control("supply", {"sku": f"cw_{number}", "hidden": True})
    hub.refused(hub.call("GET", f"/v3/products/{number}"), 404, 20001)
    hub.refused(hub.call("GET", f"/v3/products/{number}/description"), 404, 20001)
    assert number not in whole(hub)


def test_texts_are_of_the_language_that_was_asked_for(hub):
    number = hub.products()[0]["productId"]
    german = hub.call("GET", f"/v3/products/{number}/description", params={"locale": "de"}).json()
    assert [each["territory"] for each in german["factSheets"]] == ["German"]
    assert german["eans"] == ["000", "5412345100010"]
    every = hub.call("GET", f"/v3/products/{number}/description").json()
    assert len(every["factSheets"]) == 5


@pytest.mark.parametrize(
    ("path", "name", "field"),
    [
        ("platforms", "platforms", "name"), ("regions", "regions", "name"), ("languages", "languages", "name"),
        ("territory", "territories", "territory"),
    ],
)  # fmt: skip
def test_the_words_are_told(hub, path, name, field):
    rows = hub.call("GET", f"/v3/{path}").json()[name]
    assert rows and all(each[field] for each in rows)


def test_an_image_is_told_by_its_number(hub):
    assert hub.call("GET", "/v3/productImages/0_m").json()["format"] == "MEDIUM"
    hub.refused(hub.call("GET", "/v3/productImages/9999_m"), 404)


def test_version_2_gives_all_at_once_and_filters(hub):
    body = hub.call("GET", "/v2/products").json()
    assert len(body["items"]) == 60
    assert "regionDescription" not in body["items"][0]
    steam = hub.call("GET", "/v2/products", params={"platform": "Steam,GOG", "region": "EU"}).json()["items"]
    assert {each["platform"] for each in steam} <= {"Steam", "GOG"}
    assert steam
    for wrong in ("0", "61", "x"):
        hub.refused(hub.call("GET", "/v2/products", params={"inStockDaysAgo": wrong}), 400)
    assert hub.call("GET", "/v2/products", params={"inStockDaysAgo": "60"}).json()["items"]


def test_somebody_else_buys_and_fewer_are_left(hub):
    before = hub.of_form("text")
    hub.control("sell", {"sku": f"cw_{before['productId']}", "quantity": 2})
    assert hub.of_form("text")["quantity"] == before["quantity"] - 2
