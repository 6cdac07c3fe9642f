"""A hub that knows CodesWholesale from its contract only; every answer it gets is held against the description."""

from __future__ import annotations

from typing import Any

import requests

from tests.marketplaces.connectors.judged import JudgedHub

CLIENT, SECRET = "f00dcafe000000000000000000000001", "cw-secret-practice-0001"
OTHER, OTHER_SECRET = "f00dcafe000000000000000000000002", "cw-secret-practice-0002"


class Hub(JudgedHub):
    """`call` asks and checks; `violations` stays empty unless the sandbox answers what the description forbids."""

    def __init__(self, url: str, checker: Any) -> None:
        super().__init__(url, "codeswholesale", checker)
        self.headers: dict[str, str] = {}

    def sign_in(self, client: str = CLIENT, secret: str = SECRET) -> str:
        form = {"grant_type": "client_credentials", "client_id": client, "client_secret": secret}
        answer = self.session.post(f"{self.url}/oauth/token", data=form, timeout=10)
        self.judge(answer)
        assert answer.ok, answer.text
        body = answer.json()
        token = str(body.get("access_token") or body["value"])
        self.headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        return token

    def call(self, method: str, path: str, body: Any = None, **more: Any) -> requests.Response:
        """Version 2 is in no description, but for its webhook."""
        more.setdefault("headers", self.headers)
        answer = self.session.request(method, f"{self.url}{path}", json=body, timeout=10, **more)
        if path.startswith("/v3") or path == "/v2/webhook" or path == "/oauth/token":
            self.judge(answer)
        return answer

    # the everyday questions

    def products(self, **query: str) -> list[dict[str, Any]]:
        return list(self.call("GET", "/v3/products", params=query).json()["items"])

    def of_form(self, form: str) -> dict[str, Any]:
        """The first product whose keys come so, as its own call tells it."""
        shown = self.control("state?orders=0&webhooks=0", method="GET")["products"]
        number = next(
            each["id"]
            for each in shown
            if each["form"] == form and (form == "preorder" or each["stock"][""]["available"])
        )
        return dict(self.call("GET", f"/v3/products/{number}").json())

    def order(self, form: str = "text", reference: str = "hub-1", quantity: int = 1, **more: Any) -> requests.Response:
        product = self.of_form(form)
        price = next(band["value"] for band in product["prices"] if band["from"] <= quantity <= (band["to"] or 10**9))
        row = {"productId": product["productId"], "quantity": quantity, "price": price}
        return self.call(
            "POST", "/v3/orders", {"orderId": reference, "allowPreOrder": False, "products": [row], **more}
        )

    def refused(self, answer: requests.Response, status: int, code: int = 0) -> str:
        """The sentence of a refusal that is as it should be."""
        assert answer.status_code == status, answer.text
        body = answer.json()
        assert body["status"] == status
        assert not code or body["code"] == code
        return str(body["message"])
