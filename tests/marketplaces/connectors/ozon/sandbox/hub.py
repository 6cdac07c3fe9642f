"""A hub that knows Ozon from its documents only; every answer it gets is held against the specification."""

from __future__ import annotations

from typing import Any

import requests

from tests.contract.exceptions import is_excused

CLIENT_ID, API_KEY = "1001", "sandbox-ozon-key-1001"
YEAR = {"since": "2026-01-01T00:00:00Z", "to": "2026-12-31T23:59:59Z"}
EVERYTHING = {"analytics_data": True, "barcodes": True, "financial_data": True, "legal_info": True}
FBS_WAREHOUSE, RFBS_WAREHOUSE = 1020001234567, 1020003456789


class Hub:
    """`call` posts and checks; `violations` stays empty unless the sandbox answers what the specification forbids."""

    def __init__(self, url: str, checker: Any) -> None:
        self.url, self.checker = f"{url}/ozon", checker
        self.session = requests.Session()
        self.headers = {"Client-Id": CLIENT_ID, "Api-Key": API_KEY}
        self.violations: list[Any] = []
        self.lenient: list[str] = []

    def call(self, path: str, body: Any = None, **more: Any) -> requests.Response:
        more.setdefault("headers", self.headers)
        more.setdefault("json", {} if body is None else body)
        answer = self.session.post(f"{self.url}{path}", timeout=10, **more)
        self._judge(path, answer)
        return answer

    def _judge(self, path: str, answer: requests.Response) -> None:
        sent = answer.request
        found = self.checker.check(
            "POST", sent.url, sent.headers, sent.body, answer.status_code, answer.headers, answer.content
        )
        label = path == "/v2/posting/fbs/package-label"
        # What the specification says twice, and otherwise the second time, is excused by the contract suite as well.
        found = [v for v in found if not is_excused("ozon", f"POST {path}", v.side, v.where, v.rule, v.message)]
        # Contract, section 4: the label answers PDF bytes; the specification hangs an object schema on that type.
        self.violations += [v for v in found if v.side == "response" and not (label and v.rule == "not_json")]
        if answer.ok and any(v.side == "request" for v in found):
            self.lenient.append(f"{path}: {[v for v in found if v.side == 'request']}")

    def control(self, name: str, body: Any = None, method: str = "POST") -> Any:
        answer = self.session.request(method, f"{self.url}/_control/{name}", json=body, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    # the everyday questions

    def postings(self, path: str = "/v4/posting/fbs/list", **wanted: Any) -> list[dict[str, Any]]:
        """Every page until the end."""
        found: list[dict[str, Any]] = []
        cursor = ""
        while True:
            filter_ = wanted if path.endswith("unfulfilled/list") else YEAR | wanted
            answer = self.call(path, {"filter": filter_, "limit": 50, "cursor": cursor}).json()
            found += answer["postings"]
            cursor = answer["cursor"]
            if not answer["has_next"]:
                return found

    def posting(self, number: str) -> dict[str, Any]:
        return self.call("/v3/posting/fbs/get", {"posting_number": number}).json()["result"]

    def sell(self, sku: str = "ORI-LMP-BRS", **more: Any) -> str:
        return self.control("sell", {"sku": sku, **more})["orders"][0]["id"]

    def stock_of(self, sku: str, warehouse: int = FBS_WAREHOUSE) -> dict[str, int]:
        """present and reserved, as the API tells it."""
        rows = self.call("/v1/product/info/stocks-by-warehouse/fbs", {"offer_id": [sku]}).json()["result"]
        row = next(row for row in rows if row["warehouse_id"] == warehouse)
        return {"present": row["present"], "reserved": row["reserved"]}

    def push_stock(self, *rows: tuple[str, int], warehouse: int = FBS_WAREHOUSE) -> list[dict[str, Any]]:
        body = {"stocks": [{"offer_id": sku, "stock": stock, "warehouse_id": warehouse} for sku, stock in rows]}
        return self.call("/v2/products/stocks", body).json()["result"]

    def ship(self, number: str, *packages: list[tuple[int, int]], **more: Any) -> requests.Response:
        """Packs; without packages everything goes into one."""
        if not packages:
            packages = ([(line["sku"], line["quantity"]) for line in self.posting(number)["products"]],)
        shaped = [{"products": [{"product_id": s, "quantity": q} for s, q in package]} for package in packages]
        return self.call("/v4/posting/fbs/ship", {"posting_number": number, "packages": shaped, **more})

    def wait(self, seconds: float = 5) -> None:
        """Lets sandbox time pass."""
        self.control("clock", {"advance": seconds})
