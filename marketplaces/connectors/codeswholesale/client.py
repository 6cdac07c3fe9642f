"""One method per call: what goes into path, query or body, and the parsed JSON that comes out."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.framework.reading import Json, written
from marketplaces.framework.transport import Answer, Authorise, Call, Classify, Transport

from . import auth
from .errors import classify, classify_order, classify_token, classify_write

#: Assumed: no source tells how many products may be asked for at once.
PER_CALL = 50
V2, V3 = "v2", "v3"


class CodesWholesaleClient:
    """The calls of one connection; `values` tell which version it speaks."""

    def __init__(self, transport: Transport, values: Callable[[], Mapping[str, str]]) -> None:
        self._transport = transport
        self._values = values

    @property
    def version(self) -> str:
        return V2 if self._values().get("api_version") == V2 else V3

    # Account ---------------------------------------------------------------------------------------------------------
    def token(self, values: Mapping[str, str]) -> Json:
        form = auth.token_form(values)
        call = Call(
            operation="token", method="POST", path="/oauth/token", form=form, groups=("token",), authorised=False
        )
        return self._object(call, None, classify_token)

    def account(self, *, token: str = "", operation: str = "test_connection") -> Json:
        """With the stored token, or with one that was fetched for this call alone."""
        authorise: Authorise = partial(auth.with_token, token) if token else auth.authorise
        return self._object(_get(operation, self._path("accounts/current")), authorise, classify)

    def risk(self, body: Json) -> Json:
        return self._object(Call(operation="analytics", method="POST", path="/v3/security", json=dict(body)))

    # Catalogue -------------------------------------------------------------------------------------------------------
    def products(
        self, place: str = "", *, since: datetime | None = None, numbers: Sequence[str] = (), operation: str
    ) -> Json:
        """A page of the list, or all of it in version 2, which knows neither places nor these questions."""
        params = [
            ("updatedSince", written(since) if since else ""),
            ("productIds", ",".join(numbers)),
            ("continuationToken", place),
        ]
        asked = [each for each in params if each[1]] if self.version == V3 else []
        return self._object(_get(operation, self._path("products"), asked, groups=("list",)))

    def product(self, number: str, *, operation: str) -> Json:
        return self._object(_get(operation, self._path("products", number), groups=("single",)))

    def description(self, number: str, locale: str, *, operation: str) -> Json:
        path = f"{self._path('products', number)}/description"
        return self._object(_get(operation, path, [("locale", locale)] if locale else []))

    def words(self, kind: str) -> Json:
        """`platforms`, `regions`, `languages` or `territory`."""
        return self._object(_get("pull_products", f"/{V3}/{kind}"))

    # Purchases -------------------------------------------------------------------------------------------------------
    def create_order(self, text: bytes) -> Json:
        """Never sent twice by the transport, but after a refusal at the door (401)."""
        call = Call(
            operation="purchase", method="POST", path=self._path("orders"), body=text, safe=False, once=True,
            groups=("buy",), headers={"Content-Type": "application/json"},
        )  # fmt: skip
        return self._object(call, auth.authorise, classify_order)

    def order(self, name: str) -> Json:
        """By their number, or by our reference."""
        return self._object(_get("purchase", self._path("orders", name)))

    def orders(self, first: date, last: date) -> Json:
        days = [("startFrom", first.isoformat()), ("endOn", last.isoformat())]
        return self._object(_get("purchase", self._path("orders"), days))

    def code(self, number: str) -> Json:
        return self._object(_get("purchase", self._path("codes", number)))

    def invoice(self, name: str) -> Json:
        return self._object(_get("purchase", f"{self._path('orders', name)}/invoice"))

    # Complaints ------------------------------------------------------------------------------------------------------
    def complain(self, body: Json) -> Json:
        call = Call(
            operation="complaint", method="POST", path=f"/{V3}/complaints", json=dict(body), safe=False,
            groups=("complaints",),
        )  # fmt: skip
        return self._object(call, auth.authorise, classify_write)

    def complaints(self, reference: str = "") -> Json:
        """All of them, newest first, or those of one order; an empty list where there are none."""
        path = f"/{V3}/complaints/order/{_part(reference)}" if reference else f"/{V3}/complaints"
        return self._object(_get("complaint", path, groups=("complaints",)), auth.authorise, classify_write)

    # Postbacks -------------------------------------------------------------------------------------------------------
    def set_postback(self, url: str) -> None:
        call = Call(operation="register_webhook", method="PUT", path="/v2/webhook", json={"webhook": url})
        self._transport.send(call, authorise=auth.authorise, classify=classify_write)

    def postback(self) -> Json:
        return self._object(_get("register_webhook", "/v2/webhook"), auth.authorise, classify_write)

    # -----------------------------------------------------------------------------------------------------------------
    def _path(self, *parts: str) -> str:
        name, *rest = parts
        return "/".join((f"/{self.version}/{name}", *map(_part, rest)))

    def _object(self, call: Call, authorise: Authorise | None = auth.authorise, judge: Classify = classify) -> Json:
        answer: Answer = self._transport.send(call, authorise=authorise, classify=judge)
        if not isinstance(answer.json, Mapping):
            raise UnexpectedPayload("body", type(answer.json).__name__)
        return answer.json


def _get(operation: str, path: str, params: Sequence[tuple[str, str]] = (), **more: Any) -> Call:
    return Call(operation=operation, method="GET", path=path, params=params, **more)


def _part(text: str) -> str:
    """A piece of a path, that cannot leave it."""
    return quote(text, safe="")
