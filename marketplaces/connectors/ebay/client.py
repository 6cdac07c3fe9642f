"""eBay's remote calls, one method each: parameters in, parsed JSON out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from marketplaces.framework.errors import LoginExpired
from marketplaces.framework.transport import Answer, Authorise, Call, Outgoing, Transport

from . import auth, signatures
from .errors import classify
from .reading import Json, mapping, needed_text, rows

ORDERS, INVENTORY = "/sell/fulfillment/v1", "/sell/inventory/v1"
NOTIFICATION, POST_ORDER = "/commerce/notification/v1", "/post-order/v2"
BUDGETS = {ORDERS: "fulfillment", INVENTORY: "inventory", NOTIFICATION: "notification"}
#: Rows of a page of orders, items of a page, entries of a bulk call.
ORDER_PAGE, ITEM_PAGE, BULK = 200, 100, 25
#: The same order shows two totals, with and without: so all calls ask for the same.
TAXES = ("fieldGroups", "TAX_BREAKDOWN")


class EbayClient:
    """The calls of one connection. The application's own token is fetched once, when it is first needed."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._app_token = ""

    # Sign-in ---------------------------------------------------------------------------------------------------------
    def exchange_code(self, values: Mapping[str, str], code: str) -> Json:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": values["ru_name"]}
        return self._token(values, form)

    def refresh_access_token(self, values: Mapping[str, str]) -> Json:
        if not values.get("refresh_token"):
            raise LoginExpired("There is no refresh token: this shop was never signed in, or signed in without one")
        return self._token(values, {"grant_type": "refresh_token", "refresh_token": values["refresh_token"]})

    def get_application_token(self, values: Mapping[str, str]) -> str:
        """The token of the application itself, for calls that are no seller's."""
        answer = self._token(values, {"grant_type": "client_credentials", "scope": auth.PREFIX})
        return needed_text(answer.get("access_token"), "access_token")

    def get_user(self) -> Json:
        return self._json(
            Call(operation="test_connection", method="GET", path="/commerce/identity/v1/user/", host="identity")
        )

    def create_signing_key(self, values: Mapping[str, str]) -> Json:
        """A key pair for signatures; its private half is told here and never again."""
        call = Call(
            operation="token", method="POST", path="/developer/key_management/v1/signing_key", host="identity",
            json={"signingKeyCipher": signatures.CIPHER}, safe=False,
        )  # fmt: skip
        return self._app_json(values, call)

    # Orders ----------------------------------------------------------------------------------------------------------
    def get_orders(self, *, condition: str, offset: int) -> Json:
        """`condition` is the filter; the transport percent-encodes it once."""
        params = [("filter", condition), ("limit", str(ORDER_PAGE)), ("offset", str(offset)), TAXES]
        return self._json(_get("pull_orders", f"{ORDERS}/order", params))

    def get_order(self, number: str, *, operation: str) -> Json:
        return self._json(_get(operation, f"{ORDERS}/order/{_part(number)}", [TAXES]))

    def get_shipping_fulfillments(self, number: str) -> Sequence[Json]:
        path = f"{ORDERS}/order/{_part(number)}/shipping_fulfillment"
        return rows(self._json(_get("confirm_shipment", path)).get("fulfillments"), "fulfillments")

    def create_shipping_fulfillment(self, number: str, body: Json) -> str:
        """The number of the parcel: only the address of the new resource tells it."""
        path = f"{ORDERS}/order/{_part(number)}/shipping_fulfillment"
        answer = self._send(_write("confirm_shipment", "POST", path, body, safe=False))
        return needed_text(answer.headers.get("location"), "header Location").rstrip("/").rpartition("/")[2]

    def create_cancellation(self, body: Json, *, marketplace: str) -> Json:
        call = Call(
            operation="cancel", method="POST", path=f"{POST_ORDER}/cancellation", json=body, safe=False,
            headers={"X-EBAY-C-MARKETPLACE-ID": marketplace},
        )  # fmt: skip
        return self._json(call, authorise=self._signed(auth.as_user_of_post_order))

    def answer_cancellation(self, number: str, *, accept: bool, marketplace: str) -> None:
        word = "approve" if accept else "reject"
        call = Call(
            operation="answer_cancellation", method="POST", path=f"{POST_ORDER}/cancellation/{_part(number)}/{word}",
            json={}, headers={"X-EBAY-C-MARKETPLACE-ID": marketplace}, safe=False, expects="bytes",
        )  # fmt: skip
        self._send(call, authorise=self._signed(auth.as_user_of_post_order))

    def issue_refund(self, number: str, body: Json) -> Json:
        path = f"{ORDERS}/order/{_part(number)}/issue_refund"
        call = Call(operation="give_refund", method="POST", path=path, json=body, safe=False)
        return self._json(call, authorise=self._signed(auth.as_user))

    # Catalogue -------------------------------------------------------------------------------------------------------
    def get_inventory_items(self, *, page: int, operation: str) -> Json:
        """Here the offset counts pages, not rows."""
        params = [("limit", str(ITEM_PAGE)), ("offset", str(page))]
        return self._json(_get(operation, f"{INVENTORY}/inventory_item", params))

    def bulk_get_inventory_items(self, skus: Sequence[str], *, operation: str) -> Sequence[Json]:
        body = {"requests": [{"sku": sku} for sku in skus]}
        return self._bulk(
            Call(operation=operation, method="POST", path=f"{INVENTORY}/bulk_get_inventory_item", json=body)
        )

    def get_offers(self, sku: str, *, marketplace: str, operation: str) -> Json:
        params = [("sku", sku), *([("marketplace_id", marketplace)] if marketplace else [])]
        return self._json(_get(operation, f"{INVENTORY}/offer", params))

    def bulk_update_price_quantity(self, requests: Sequence[Json], *, operation: str) -> Sequence[Json]:
        path = f"{INVENTORY}/bulk_update_price_quantity"
        return self._bulk(Call(operation=operation, method="POST", path=path, json={"requests": list(requests)}))

    def bulk_replace_inventory_items(self, requests: Sequence[Json], *, language: str) -> Sequence[Json]:
        path = f"{INVENTORY}/bulk_create_or_replace_inventory_item"
        call = Call(
            operation="push_products", method="POST", path=path, json={"requests": list(requests)},
            headers={"Content-Language": language},
        )  # fmt: skip
        return self._bulk(call)

    def delete_inventory_item(self, sku: str) -> None:
        path = f"{INVENTORY}/inventory_item/{_part(sku)}"
        self._send(Call(operation="push_products", method="DELETE", path=path, expects="bytes"))

    def create_offer(self, body: Json, *, language: str) -> str:
        call = Call(
            operation="push_products", method="POST", path=f"{INVENTORY}/offer", json=body, safe=False,
            headers={"Content-Language": language},
        )  # fmt: skip
        return needed_text(self._json(call).get("offerId"), "offerId")

    def update_offer(self, number: str, body: Json, *, language: str, operation: str = "push_products") -> None:
        self._send(Call(
            operation=operation, method="PUT", path=f"{INVENTORY}/offer/{_part(number)}", json=body,
            headers={"Content-Language": language}, expects="bytes",
        ))  # fmt: skip

    def publish_offer(self, number: str) -> None:
        """Harmless for an offer that is live already."""
        self._json(Call(
            operation="push_products", method="POST", path=f"{INVENTORY}/offer/{_part(number)}/publish", json={},
        ))  # fmt: skip

    # Messages --------------------------------------------------------------------------------------------------------
    def get_public_key(self, values: Mapping[str, str], kid: str) -> Json:
        return self._app_json(values, _get("webhook", f"{NOTIFICATION}/public_key/{_part(kid)}"))

    def get_config(self, values: Mapping[str, str]) -> Json:
        return self._app_json(values, _get("webhook", f"{NOTIFICATION}/config"))

    def update_config(self, values: Mapping[str, str], email: str) -> None:
        self._app(values, _write("webhook", "PUT", f"{NOTIFICATION}/config", {"alertEmail": email}))

    def get_topics(self, values: Mapping[str, str]) -> Sequence[Json]:
        return rows(self._app_json(values, _get("webhook", f"{NOTIFICATION}/topic")).get("topics"), "topics")

    def get_destinations(self, values: Mapping[str, str]) -> Sequence[Json]:
        answer = self._app_json(values, _get("webhook", f"{NOTIFICATION}/destination"))
        return rows(answer.get("destinations"), "destinations")

    def create_destination(self, values: Mapping[str, str], body: Json) -> str:
        answer = self._app(values, _write("webhook", "POST", f"{NOTIFICATION}/destination", body, safe=False))
        return needed_text(answer.headers.get("location"), "header Location").rstrip("/").rpartition("/")[2]

    def create_subscription(self, values: Mapping[str, str], body: Json, *, by_app: bool) -> None:
        """Topics of the application take its token, topics of a seller the seller's."""
        call = _write("webhook", "POST", f"{NOTIFICATION}/subscription", body, safe=False)
        if by_app:
            self._app(values, call)
        else:
            self._send(call)

    def get_rate_limits(self, values: Mapping[str, str], *, api: str) -> Json:
        params = [("api_context", "sell"), ("api_name", api)]
        return self._app_json(values, _get("analytics", "/developer/analytics/v1_beta/rate_limit/", params))

    # -----------------------------------------------------------------------------------------------------------------
    def _signed(self, authorise: Authorise) -> Authorise:
        """For calls about money: what authorises them, and the signature over all of it."""

        def both(outgoing: Outgoing, credentials: Mapping[str, str]) -> None:
            authorise(outgoing, credentials)
            now = self._transport.remote_now() or datetime.now(UTC)
            signatures.sign(outgoing, credentials, address=self._transport.address(values=credentials), now=now)

        return both

    def _json(self, call: Call, *, authorise: Authorise = auth.as_user) -> Json:
        return mapping(self._send(call, authorise=authorise).json, "answer")

    def _bulk(self, call: Call) -> Sequence[Json]:
        return rows(self._json(call).get("responses"), "responses")

    def _send(self, call: Call, *, authorise: Authorise = auth.as_user) -> Answer:
        return self._transport.send(_counted(call), authorise=authorise, classify=classify)

    def _app_json(self, values: Mapping[str, str], call: Call) -> Json:
        return mapping(self._app(values, call).json, "answer")

    def _app(self, values: Mapping[str, str], call: Call) -> Answer:
        """As the application. A merchant's sign-in must not be renewed over the application's token."""
        if not self._app_token:
            self._app_token = self.get_application_token(values)
        token = self._app_token

        def authorise(outgoing: Outgoing, _credentials: Mapping[str, str]) -> None:
            outgoing.headers["Authorization"] = f"Bearer {token}"

        try:
            own = replace(_counted(call), authorised=False, region=_region(values))
            return self._transport.send(own, authorise=authorise, classify=classify)
        except LoginExpired:
            self._app_token = ""
            raise

    def _token(self, values: Mapping[str, str], form: Mapping[str, str]) -> Json:
        """With the values at hand, not with what the connection holds."""
        call = Call(
            operation="token", method="POST", path="/identity/v1/oauth2/token", form=list(form.items()),
            authorised=False, region=_region(values), safe=form["grant_type"] != "authorization_code",
        )  # fmt: skip

        def authorise(outgoing: Outgoing, _credentials: Mapping[str, str]) -> None:
            outgoing.headers["Authorization"] = auth.client_header(values)

        return mapping(self._transport.send(call, authorise=authorise, classify=classify).json, "answer")


def _get(operation: str, path: str, params: Sequence[tuple[str, str]] = ()) -> Call:
    return Call(operation=operation, method="GET", path=path, params=params)


def _write(operation: str, method: str, path: str, body: Any, *, safe: bool = True) -> Call:
    """A write whose good answer may be empty."""
    return Call(operation=operation, method=method, path=path, json=body, safe=safe, expects="bytes")


def _counted(call: Call) -> Call:
    """With the day's budget that it spends from: eBay counts each of its APIs for itself."""
    spent = tuple(name for path, name in BUDGETS.items() if call.path.startswith(path))
    return replace(call, groups=spent)


def _region(values: Mapping[str, str]) -> str:
    """eBay's own test environment, where the keys are of that one."""
    return values.get("environment", "")


def _part(text: str) -> str:
    """One piece of a path: SKUs may hold anything."""
    return quote(text, safe="")
