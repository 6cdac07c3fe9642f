"""The practice Wildberries, asked as the documents tell it, by plain requests."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from marketplaces.sandbox.server import Running, running


class Hub:
    """Somebody with a token."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.token = self.control("credentials")["token"]

    def control(self, call: str, body: Any = None) -> Any:
        method = "GET" if body is None else "POST"
        answer = requests.request(method, f"{self.url}/_control/{call}", json=body, timeout=20)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def ask(self, method: str, path: str, body: Any = None, *, token: str = "", **query: Any) -> requests.Response:
        headers = {"Authorization": token or self.token}
        return requests.request(method, f"{self.url}{path}", params=query, json=body, headers=headers, timeout=20)

    def new(self) -> dict[str, Any]:
        """An order that a buyer has just placed."""
        number = int(self.control("sell", {})["orders"][0]["id"])
        return next(each for each in self.ask("GET", "/api/v3/orders/new").json()["orders"] if each["id"] == number)

    def status(self, number: int) -> dict[str, Any]:
        return self.ask("POST", "/api/v3/orders/status", {"orders": [number]}).json()["orders"][0]

    def supply(self) -> str:
        answer = self.ask("POST", "/api/v3/supplies", {"name": "A"})
        assert answer.status_code == 201
        return str(answer.json()["id"])


@pytest.fixture(scope="module")
def practice() -> Iterator[Running]:
    with running(None, codes=["wildberries"]) as server:
        yield server


@pytest.fixture
def hub(practice: Running) -> Hub:
    found = Hub(f"{practice.url}/wildberries")
    requests.delete(f"{found.url}/_control/faults", timeout=20)
    found.control("limits", {"enabled": False})
    found.control("seed", {"seed": 3, "products": 20, "orders": 40})
    found.token = found.control("credentials")["token"]
    return found


ADD = "/api/marketplace/v3/supplies/{}/orders"


@pytest.mark.parametrize("token", ["nobody", "Bearer x"])
def test_a_token_that_is_not_known_opens_nothing(hub: Hub, token: str) -> None:
    answer = hub.ask("GET", "/ping", token=token)
    assert answer.status_code == 401
    assert answer.json()["title"] == "unauthorized"


def test_a_word_in_front_of_the_token_makes_it_another(hub: Hub) -> None:
    assert hub.ask("GET", "/ping", token=f"Bearer {hub.token}").status_code == 401


def test_a_token_ends_after_half_a_year(hub: Hub) -> None:
    hub.control("clock", {"advance": 181 * 86_400})
    try:
        assert hub.ask("GET", "/ping").status_code == 401
    finally:
        hub.control("clock", {"real": True})


def test_a_token_opens_its_categories_only(hub: Hub) -> None:
    hub.control("token", {"categories": ["content"]})
    assert hub.ask("GET", "/ping").status_code == 200
    assert hub.ask("GET", "/api/v3/orders/new").status_code == 403
    body = {"settings": {"cursor": {"limit": 100}}}
    assert hub.ask("POST", "/content/v2/get/cards/list", body).status_code == 200


def test_next_and_limit_have_to_be_sent(hub: Hub) -> None:
    assert hub.ask("GET", "/api/v3/orders", limit=10).status_code == 400
    assert hub.ask("GET", "/api/v3/orders", next=0).status_code == 400
    assert hub.ask("GET", "/api/v3/orders", next=0, limit=1001).status_code == 400
    assert hub.ask("GET", "/api/v3/orders", next=0, limit=1000).status_code == 200


@pytest.mark.parametrize(("days", "status"), [(30, 200), (31, 400)])
def test_a_window_is_thirty_days_at_most(hub: Hub, days: int, status: int) -> None:
    answer = hub.ask(
        "GET", "/api/v3/orders", next=0, limit=10, dateFrom=1_790_000_000, dateTo=1_790_000_000 + days * 86_400
    )
    assert answer.status_code == status


def test_pages_of_orders_hold_each_once(hub: Hub) -> None:
    seen: list[int] = []
    after = 0
    while True:
        page = hub.ask("GET", "/api/v3/orders", next=after, limit=7).json()
        if not page["orders"]:
            break
        seen += [order["id"] for order in page["orders"]]
        after = page["next"]
    assert len(seen) == len(set(seen)) > 20
    assert page["next"] == 0


def test_no_list_tells_a_status(hub: Hub) -> None:
    row = hub.ask("GET", "/api/v3/orders", next=0, limit=1).json()["orders"][0]
    assert not {"supplierStatus", "wbStatus", "status"} & row.keys()


def test_a_supply_takes_orders_and_leaves_once(hub: Hub) -> None:
    order, supply = hub.new(), hub.supply()
    assert hub.ask("PATCH", f"/api/v3/supplies/{supply}/deliver").json()["code"] == "SupplyHasZeroOrders"
    assert hub.ask("PATCH", ADD.format(supply), {"orders": [order["id"]]}).status_code == 204
    assert hub.status(order["id"])["supplierStatus"] == "confirm"
    assert hub.ask("DELETE", f"/api/v3/supplies/{supply}").json()["code"] == "SupplyHasOrders"
    assert hub.ask("GET", f"/api/v3/supplies/{supply}/barcode", type="png").json()["code"] == "SupplyNotClosed"
    assert hub.ask("PATCH", f"/api/v3/supplies/{supply}/deliver").status_code == 204
    assert hub.status(order["id"]) | {"isCancellable": False} == hub.status(order["id"])
    assert hub.status(order["id"])["supplierStatus"] == "complete"
    assert hub.ask("PATCH", f"/api/v3/supplies/{supply}/deliver").status_code == 409
    assert hub.ask("GET", f"/api/v3/supplies/{supply}").json()["done"] is True


def test_an_order_may_move_between_open_supplies(hub: Hub) -> None:
    order, first, second = hub.new(), hub.supply(), hub.supply()
    for supply in (first, second):
        assert hub.ask("PATCH", ADD.format(supply), {"orders": [order["id"]]}).status_code == 204
    read = "/api/marketplace/v3/supplies/{}/order-ids"
    assert hub.ask("GET", read.format(first)).json() == {"orderIds": []}
    assert hub.ask("GET", read.format(second)).json() == {"orderIds": [order["id"]]}
    assert hub.ask("DELETE", f"/api/v3/supplies/{first}").status_code == 204


def test_orders_of_two_offices_do_not_go_together(hub: Hub) -> None:
    by_office: dict[int, int] = {}
    for order in hub.ask("GET", "/api/v3/orders/new").json()["orders"]:
        by_office.setdefault(order["officeId"], order["id"])
    assert len(by_office) == 2
    answer = hub.ask("PATCH", ADD.format(hub.supply()), {"orders": list(by_office.values())})
    assert (answer.status_code, answer.json()["code"]) == (409, "FailedToAddSupplyOrder")


def test_a_supply_takes_a_hundred_at_once(hub: Hub) -> None:
    assert hub.ask("PATCH", ADD.format(hub.supply()), {"orders": list(range(1, 102))}).status_code == 400


def test_a_marked_order_leaves_with_its_code_only(hub: Hub) -> None:
    number = int(hub.control("sell", {"marked": True})["orders"][0]["id"])
    put = f"/api/v3/orders/{number}/meta/sgtin"
    code = {"sgtins": ["0104630568317423215EirD_orEif7X"]}
    assert hub.ask("PUT", put, code).json()["code"] == "FailedToUpdateMeta"
    supply = hub.supply()
    hub.ask("PATCH", ADD.format(supply), {"orders": [number]})
    refused = hub.ask("PATCH", f"/api/v3/supplies/{supply}/deliver").json()
    assert (refused["code"], refused["data"]["orders"][0]["id"]) == ("MetaValidationFail", number)
    assert hub.ask("PUT", put, {"sgtins": ["short"]}).status_code == 400
    assert hub.ask("PUT", put, code).status_code == 204
    assert hub.ask("PATCH", f"/api/v3/supplies/{supply}/deliver").status_code == 204


def test_only_packed_orders_have_stickers(hub: Hub) -> None:
    order = hub.new()
    query = {"type": "png", "width": 58, "height": 40}
    assert hub.ask("POST", "/api/v3/orders/stickers", {"orders": [order["id"]]}, **query).json() == {"stickers": []}
    hub.ask("PATCH", ADD.format(hub.supply()), {"orders": [order["id"]]})
    (sticker,) = hub.ask("POST", "/api/v3/orders/stickers", {"orders": [order["id"]]}, **query).json()["stickers"]
    assert sticker["file"].startswith("iVBORw0KGgo")
    assert hub.ask("POST", "/api/v3/orders/stickers", {"orders": [1]}, **query | {"width": 40}).status_code == 400


def test_stock_by_barcode_is_refused_and_misspelt_stock_is_not_looked_at(hub: Hub) -> None:
    place = hub.ask("GET", "/api/v3/warehouses").json()[0]["id"]
    product = hub.control("state?orders=0&webhooks=0")["products"][0]
    size, path = product["size_id"], f"/api/v3/stocks/{place}"
    barcode = {"stocks": [{"sku": product["barcode"], "amount": 1}]}
    assert hub.ask("PUT", path, barcode).json()["code"] == "SKUUploadDisabled"
    assert hub.ask("PUT", path, {"stocks": [{"chrtID": size, "amount": 99}]}).status_code == 204
    assert hub.ask("POST", path, {"chrtIds": [size]}).json()["stocks"][0]["amount"] != 99
    assert hub.ask("PUT", path, {"stocks": [{"chrtId": size, "amount": 99}]}).status_code == 204
    assert hub.ask("POST", path, {"chrtIds": [size]}).json()["stocks"] == [{"chrtId": size, "amount": 99}]
    refused = hub.ask("PUT", path, {"stocks": [{"chrtId": size, "amount": 100_001}, {"chrtId": 1, "amount": 1}]})
    assert (refused.status_code, {each["code"] for each in refused.json()}) == (409, {"NotFound", "UploadDataLimit"})
    assert hub.ask("DELETE", path, {"chrtIds": [size]}).status_code == 204
    assert hub.ask("POST", path, {"chrtIds": [size]}).json() == {"stocks": []}


def test_cards_go_on_behind_moment_and_number(hub: Hub) -> None:
    hub.control("seed", {"seed": 3, "products": 60, "orders": 0})
    seen: list[int] = []
    cursor: dict[str, Any] = {"limit": 25}
    while True:
        body = {"settings": {"sort": {"ascending": True}, "filter": {"withPhoto": -1}, "cursor": cursor}}
        page = hub.ask("POST", "/content/v2/get/cards/list", body).json()
        seen += [card["nmID"] for card in page["cards"]]
        if page["cursor"]["total"] < 25:
            break
        cursor = {"limit": 25, "updatedAt": page["cursor"]["updatedAt"], "nmID": page["cursor"]["nmID"]}
    assert len(seen) == len(set(seen)) == 58  # one of them has three sizes
    too_many = {"settings": {"cursor": {"limit": 101}}}
    assert hub.ask("POST", "/content/v2/get/cards/list", too_many).status_code == 400


def test_a_price_is_worked_off_later(hub: Hub) -> None:
    product = hub.control("state?orders=0&webhooks=0")["products"][0]
    rows = {"data": [{"nmID": product["id"], "price": int(float(product["price"])) + 5, "discount": 0}]}
    upload = hub.ask("POST", "/api/v2/upload/task", rows).json()["data"]
    again = hub.ask("POST", "/api/v2/upload/task", rows)
    assert (again.status_code, again.json()["data"]) == (208, {"id": upload["id"], "alreadyExists": True})
    assert hub.ask("GET", "/api/v2/history/tasks", uploadID=upload["id"]).json()["data"] is None
    assert hub.ask("GET", "/api/v2/buffer/tasks", uploadID=upload["id"]).json()["data"]["status"] == 1
    assert hub.ask("GET", "/api/v2/history/tasks", uploadID=upload["id"]).json()["data"]["status"] == 3
    same = hub.ask("POST", "/api/v2/upload/task", rows)
    assert (same.status_code, same.json()["errorText"]) == (400, "The specified prices and discounts are already set")


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ({"price": 1.5}, "Price should be a whole number"),
        ({"price": 0}, "Invalid price value"),
        ({"discount": 100}, "Invalid discount value"),
        ({}, "Price and discount not specified"),
    ],
)
def test_an_odd_price_refuses_the_upload(hub: Hub, row: dict[str, Any], text: str) -> None:
    product = hub.control("state?orders=0&webhooks=0")["products"][0]
    answer = hub.ask("POST", "/api/v2/upload/task", {"data": [{"nmID": product["id"], **row}]})
    assert (answer.status_code, answer.json()["errorText"]) == (400, text)


def test_sales_are_told_in_moscow(hub: Hub) -> None:
    assert hub.ask("GET", "/api/v1/supplier/sales").status_code == 400
    rows = hub.ask("GET", "/api/v1/supplier/sales", dateFrom="2020-01-01").json()
    assert {row["saleID"][0] for row in rows} == {"S", "R"}
    assert all("+" not in row["lastChangeDate"] and "Z" not in row["lastChangeDate"] for row in rows)
    later = hub.ask("GET", "/api/v1/supplier/sales", dateFrom=rows[3]["lastChangeDate"]).json()
    assert later == [row for row in rows if row["lastChangeDate"] >= rows[3]["lastChangeDate"]]


def test_twenty_go_at_once_and_the_next_waits(hub: Hub) -> None:
    hub.control("limits", {"enabled": True})
    answers = [hub.ask("GET", "/api/v3/warehouses") for _ in range(40)]
    assert [each.status_code for each in answers[:20]] == [200] * 20
    assert "X-Ratelimit-Remaining" in answers[0].headers
    late = next(each for each in answers if each.status_code == 429)
    assert late.headers["X-Ratelimit-Limit"] == "20"
    assert int(late.headers["X-Ratelimit-Retry"]) >= 1
    assert hub.ask("GET", "/ping").status_code == 200  # another budget


def test_a_refused_call_costs_ten(hub: Hub) -> None:
    hub.control("limits", {"enabled": True})
    first = hub.ask("GET", "/api/v3/orders", limit=1, next=0)
    left = int(first.headers["X-Ratelimit-Remaining"])
    refused = hub.ask("PATCH", "/api/v3/supplies/WB-GI-1/deliver")
    assert refused.status_code == 404
    assert left - int(refused.headers["X-Ratelimit-Remaining"]) >= 9


def test_one_seller_never_sees_the_others_orders(hub: Hub) -> None:
    theirs = hub.control("state?products=0&webhooks=0&account=9b1d7c42-0e63-4f5c-8c1a-77d6e8a41b20")["orders"]
    assert theirs
    number = int(theirs[0]["id"])
    assert hub.ask("POST", "/api/v3/orders/status", {"orders": [number]}).json() == {"orders": []}
    assert hub.ask("PATCH", f"/api/v3/orders/{number}/cancel").status_code == 404
