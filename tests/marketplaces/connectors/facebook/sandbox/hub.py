"""A hub that knows Graph from its documents only; every answer it gets is held against them."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import requests

from tests.marketplaces.connectors.judged import JudgedHub

APP_ID, APP_SECRET = "1200300400500", "fbapp-secret-practice"
TOKEN = "EAApractice1001LumenSystemUserToken"  # noqa: S105  (of the practice marketplace)
CATALOG, OTHERS = "410000000000001", "410000000000002"
BUSINESS, CMS, PAGE = "310000000000001", "610000000000001", "510000000000001"


class Hub(JudgedHub):
    """`call` asks and checks; `violations` stays empty unless the sandbox answers what the documents forbid."""

    def __init__(self, url: str, checker: Any) -> None:
        super().__init__(url, "facebook", checker)
        self.token, self.version = TOKEN, "v26.0"

    def call(self, method: str, path: str, *, signed: bool = True, **query: Any) -> requests.Response:
        """What is asked goes in the form of a POST and in the query of others."""
        headers = {"Authorization": f"Bearer {self.token}"} if signed else {}
        asked = {**query, **({"appsecret_proof": self.proof()} if signed else {})}
        body = {"data": asked} if method == "POST" else {"params": asked}
        answer = self.session.request(
            method, f"{self.url}/{self.version}/{path}", headers=headers, timeout=10, allow_redirects=False, **body
        )
        self.judge(answer)
        return answer

    def proof(self) -> str:
        return hmac.new(APP_SECRET.encode(), self.token.encode(), hashlib.sha256).hexdigest()

    def get(self, path: str, **query: Any) -> Any:
        answer = self.call("GET", path, **query)
        assert answer.ok, answer.text
        return answer.json()

    def post(self, path: str, **fields: Any) -> Any:
        answer = self.call("POST", path, **fields)
        assert answer.ok, answer.text
        return answer.json()

    # The everyday questions

    def error(self, answer: requests.Response) -> tuple[int, int]:
        """Code and subcode of a refusal."""
        assert answer.status_code >= 400, answer.text
        told = answer.json()["error"]
        assert told["fbtrace_id"] and told["type"]
        return told["code"], told.get("error_subcode", 0)

    def batch(self, *rows: dict[str, Any], upsert: bool = False) -> Any:
        return self.post(
            f"{CATALOG}/items_batch", item_type="PRODUCT_ITEM", allow_upsert=str(upsert).lower(),
            requests=json.dumps(rows),
        )  # fmt: skip

    def state_of(self, handle: str, **more: Any) -> Any:
        (state,) = self.get(f"{CATALOG}/check_batch_request_status", handle=handle, **more)["data"]
        return state

    def finished(self, handle: str) -> Any:
        for _ in range(5):
            state = self.state_of(handle, load_ids_of_invalid_requests="true")
            if state["status"] == "finished":
                return state
        raise AssertionError(state)

    def item(self, sku: str) -> Any:
        """The item, None where there is none."""
        rule = json.dumps({"retailer_id": {"is_any": [sku]}})
        fields = "id,retailer_id,name,price,sale_price,currency,availability,inventory,url,image_url,brand"
        return next(iter(self.get(f"{CATALOG}/products", filter=rule, fields=fields)["data"]), None)

    def sell(self, **more: Any) -> str:
        return str(self.control("sell", more)["orders"][0]["id"])
