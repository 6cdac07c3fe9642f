"""A hub that knows the Market from its documents only; every answer it gets is held against the specification."""

from __future__ import annotations

from typing import Any

import requests

API_KEY = "ACMA:sandboxLumenCabinet5001aaaaaaaaaaaaaaaaaaaa:5001cafe"
CABINET, SHOP, DBS_SHOP, FBY_SHOP = "5001", "21000001", "21000002", "21000003"
LIST = f"/v1/businesses/{CABINET}/orders"
PERIOD = {"updateDateFrom": "2026-09-25T00:00:00+03:00", "updateDateTo": "2026-10-24T23:59:59+03:00"}


class Hub:
    """`call` asks and checks; `violations` stays empty unless the sandbox answers what the specification forbids."""

    def __init__(self, url: str, checker: Any) -> None:
        self.url, self.checker = f"{url}/yandex", checker
        self.session = requests.Session()
        self.headers = {"Api-Key": API_KEY}
        self.violations: list[Any] = []
        self.lenient: list[str] = []

    def call(self, method: str, path: str, body: Any = None, **more: Any) -> requests.Response:
        more.setdefault("headers", self.headers)
        answer = self.session.request(method, f"{self.url}{path}", json=body, timeout=10, **more)
        self._judge(f"{method} {path}", answer)
        return answer

    def _judge(self, name: str, answer: requests.Response) -> None:
        sent = answer.request
        found = self.checker.check(
            sent.method, sent.url, sent.headers, sent.body or b"", answer.status_code, answer.headers, answer.content
        )
        label = name.endswith("/delivery/labels")
        # Contract, section 4: labels are a PDF; the specification's binary schema is read as JSON.
        self.violations += [v for v in found if v.side == "response" and not (label and v.rule == "not_json")]
        if answer.ok and any(each.side == "request" for each in found):
            self.lenient.append(f"{name}: {[each for each in found if each.side == 'request']}")

    def control(self, name: str, body: Any = None, method: str = "POST") -> Any:
        answer = self.session.request(method, f"{self.url}/_control/{name}", json=body, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    # the everyday questions

    def orders(self, **filters: Any) -> list[dict[str, Any]]:
        """Every page until the end."""
        found: list[dict[str, Any]] = []
        token = ""
        while True:
            params = {"limit": "50"} | ({"pageToken": token} if token else {})
            answer = self.call("POST", LIST, {"dates": PERIOD, **filters}, params=params).json()
            found += answer["orders"]
            token = answer["paging"].get("nextPageToken", "")
            if not token:
                return found

    def order(self, number: int) -> dict[str, Any]:
        (found,) = self.call("POST", LIST, {"orderIds": [number]}).json()["orders"]
        return dict(found)

    def sell(self, sku: str = "", **more: Any) -> int:
        account = {"DBS": DBS_SHOP, "FBY": FBY_SHOP}.get(more.get("scheme", ""), SHOP)
        return int(self.control("sell", {"sku": sku or self.sellable(account), **more})["orders"][0]["id"])

    def sellable(self, shop: str = SHOP) -> str:
        products = self.control(f"state?orders=0&webhooks=0&account={shop}", method="GET")["products"]
        return str(max(products, key=lambda each: each["stock"][""]["available"])["sku"])

    def stock_of(self, sku: str, shop: str = SHOP) -> dict[str, int]:
        answer = self.call("POST", f"/v2/campaigns/{shop}/offers/stocks", {"offerIds": [sku]}).json()["result"]
        rows = [row for place in answer["warehouses"] for row in place["offers"]]
        return {kind["type"]: kind["count"] for row in rows for kind in row["stocks"]}

    def at(self, number: int, what: str, shop: str = SHOP) -> str:
        return f"/v2/campaigns/{shop}/orders/{number}/{what}"

    def pack(self, number: int, shop: str = SHOP) -> requests.Response:
        items = [{"id": item["id"], "fullCount": item["count"]} for item in self.order(number)["items"]]
        return self.call("PUT", self.at(number, "boxes", shop), {"boxes": [{"items": items}]})

    def step(self, number: int, status: str, substatus: str = "", shop: str = SHOP) -> requests.Response:
        order = {"status": status} | ({"substatus": substatus} if substatus else {})
        return self.call("PUT", self.at(number, "status", shop), {"order": order})


def said(answer: requests.Response) -> str:
    return str(answer.json()["errors"][0]["message"])
