"""One method per remote call: parameters in, parsed JSON out."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from urllib.parse import quote

from marketplaces.framework.errors import RateLimited
from marketplaces.framework.ports import Clock
from marketplaces.framework.reading import Json, mapping, rows
from marketplaces.framework.transport import Call, Transport

from . import auth, usage
from .errors import classify

PER_PAGE = 100
ORDERS_PER_PAGE = 50
VERSION = "v26.0"
#: The last one that had the order calls.
ORDER_VERSION = "v25.0"
#: A pause that is longer is not waited for in a worker.
LONGEST_WAIT = 60.0
ITEM_FIELDS = (
    "id,retailer_id,name,description,price,sale_price,currency,availability,inventory,brand,gtin,url,image_url,"
    "additional_image_urls,retailer_product_group_id,product_group{id,retailer_id},review_status,visibility,category,"
    "color,size,errors"
)
STOCK_FIELDS = "id,retailer_id,inventory,quantity_to_sell_on_facebook"
PRICE_FIELDS = "id,retailer_id,price,sale_price,currency"
ORDER_FIELDS = (
    "id,order_status,created,last_updated,channel,ship_by_date,buyer_details,shipping_address,selected_shipping_option,"
    "estimated_payment_details,merchant_order_id,items{id,product_id,retailer_id,product_name,quantity,price_per_unit},"
    "shipments{id,external_shipment_id,carrier,tracking_number,items{id,retailer_id,quantity}},"
    "cancellations{id,cancel_reason,items{id,retailer_id,quantity}},refunds{id,refund_amount,refund_reason}"
)
STATES = "FB_PROCESSING,CREATED,IN_PROGRESS,COMPLETED"
ORDERS = ("orders",)


class FacebookClient:
    """The calls of one connection."""

    def __init__(self, transport: Transport, values: Callable[[], Mapping[str, str]], clock: Clock) -> None:
        self._transport = transport
        self._values = values
        self._clock = clock
        self._rest = 0.0

    # Account ---------------------------------------------------------------------------------------------------------
    def me(self) -> Json:
        return self._get("test_connection", "me", {"fields": "id,name"})

    def catalog(self) -> Json:
        return self._get("test_connection", self._id("catalog_id"), {"fields": "id,name,product_count,vertical"})

    def first_item(self) -> Sequence[Json]:
        query = {"fields": "id,retailer_id,currency", "limit": "1"}
        found = self._get("test_connection", f"{self._id('catalog_id')}/products", query)
        return rows(found.get("data"), "data")

    def owned_catalogs(self, business_id: str, token: Mapping[str, str]) -> Sequence[Json]:
        """Asked while signing in, with the token that was just given."""
        path = f"/{self.version}/{quote(business_id, safe='')}/owned_product_catalogs"
        proof = auth.proof(self._values()["app_secret"], token["access_token"])
        query = {"fields": "id,name", "appsecret_proof": proof}
        headers = {"Authorization": f"Bearer {token['access_token']}"}
        return rows(self._open("token", path, query, headers).get("data"), "data")

    def inspect(self) -> Json:
        """What Meta knows of the token; asked by the app itself, so it proves the app's secret."""
        values = self._values()
        own = auth.app_token(values)
        headers = {"Authorization": f"Bearer {own}"}
        query = {
            "input_token": values.get("access_token", ""), "appsecret_proof": auth.proof(values["app_secret"], own)
        }  # fmt: skip
        found = self._open("test_connection", f"/{self.version}/debug_token", query, headers)
        return mapping(found.get("data"), "data")

    def exchange_code(self, code: str, redirect_url: str) -> Json:
        return self._token({"redirect_uri": redirect_url, "code": code})

    def lengthen(self, token: str) -> Json:
        return self._token({"grant_type": "fb_exchange_token", "fb_exchange_token": token})

    def _token(self, query: Mapping[str, str]) -> Json:
        values = self._values()
        app = {"client_id": values["app_id"], "client_secret": values["app_secret"]}
        return self._open("token", f"/{self.version}/oauth/access_token", {**query, **app}, {})

    # Catalogue -------------------------------------------------------------------------------------------------------
    def products(self, after: str, *, fields: str = ITEM_FIELDS, operation: str = "pull_products") -> Json:
        query = {"fields": fields, "limit": str(PER_PAGE), "summary": "true"} | ({"after": after} if after else {})
        return self._get(operation, f"{self._id('catalog_id')}/products", query)

    def products_of_skus(self, skus: Sequence[str], *, fields: str, operation: str) -> Sequence[Json]:
        """At most a page of them."""
        rule = json.dumps({"retailer_id": {"is_any": list(skus)}}, ensure_ascii=False, separators=(",", ":"))
        query = {"fields": fields, "limit": str(PER_PAGE), "filter": rule}
        found = self._get(operation, f"{self._id('catalog_id')}/products", query)
        return rows(found.get("data"), "data")

    def item(self, number: str, *, fields: str, operation: str) -> Json:
        return self._get(operation, quote(number, safe=""), {"fields": fields})

    def items_batch(self, requests: Sequence[Json], *, operation: str) -> Json:
        """Queues them. An unknown SKU of an UPDATE is refused, not made into a new item. Sending twice is harmless."""
        form = {
            "item_type": "PRODUCT_ITEM",
            "allow_upsert": "false",
            "requests": json.dumps(list(requests), ensure_ascii=False, separators=(",", ":")),
        }
        return self._post(operation, f"{self._id('catalog_id')}/items_batch", form, groups=("batch",))

    def batch_status(self, handle: str, *, operation: str) -> Json:
        query = {
            "handle": handle,
            "load_ids_of_invalid_requests": "true",
            "fields": "handle,status,errors,errors_total_count,warnings,ids_of_invalid_requests",
        }
        found = self._get(operation, f"{self._id('catalog_id')}/check_batch_request_status", query)
        return next(iter(rows(found.get("data"), "data")), {})

    # Former orders ---------------------------------------------------------------------------------------------------
    def register_app(self) -> None:
        """Until the app is registered, orders skip the state in which they are acknowledged."""
        self._post("test_connection", f"{self._id('cms_id')}/order_management_apps", {}, orders=True)

    def orders(self, since: datetime, until: datetime, after: str) -> Json:
        query = {
            "updated_after": str(int(since.timestamp())),
            "updated_before": str(int(until.timestamp()) + 1),
            "state": STATES,
            "fields": ORDER_FIELDS,
            "limit": str(ORDERS_PER_PAGE),
        }
        more = {"after": after} if after else {}
        return self._get("pull_orders", f"{self._id('cms_id')}/commerce_orders", query | more, orders=True)

    def order(self, number: str, *, operation: str = "order_items") -> Json:
        return self._get(operation, quote(number, safe=""), {"fields": ORDER_FIELDS}, orders=True)

    def acknowledge(self, number: str, reference: str, key: str) -> Json:
        form = {"idempotency_key": key, "merchant_order_reference": reference}
        return self._post("confirm_shipment", f"{quote(number, safe='')}/acknowledge_order", form, orders=True)

    def ship(self, number: str, form: Mapping[str, str]) -> Json:
        return self._post("confirm_shipment", f"{quote(number, safe='')}/shipments", form, orders=True)

    def cancel(self, number: str, form: Mapping[str, str]) -> Json:
        return self._post("cancel", f"{quote(number, safe='')}/cancellations", form, orders=True)

    def refund(self, number: str, form: Mapping[str, str]) -> Json:
        return self._post("give_refund", f"{quote(number, safe='')}/refunds", form, orders=True)

    # -----------------------------------------------------------------------------------------------------------------
    @property
    def version(self) -> str:
        return self._values().get("version") or VERSION

    @property
    def _order_version(self) -> str:
        return min(self.version, ORDER_VERSION)

    def _id(self, name: str) -> str:
        return quote(self._values().get(name, ""), safe="")

    def _get(self, operation: str, path: str, query: Mapping[str, str], *, orders: bool = False) -> Json:
        version = self._order_version if orders else self.version
        return self._send(
            Call(
                operation=operation, method="GET", path=f"/{version}/{path}", params=tuple(query.items()),
                groups=ORDERS if orders else (),
            )
        )  # fmt: skip

    def _post(
        self, operation: str, path: str, form: Mapping[str, str], *, groups: tuple[str, ...] = (), orders: bool = False
    ) -> Json:
        """Absolute or under a key of its own, so that a lost answer may be asked for again."""
        version = self._order_version if orders else self.version
        return self._send(
            Call(
                operation=operation, method="POST", path=f"/{version}/{path}", form=tuple(form.items()),
                groups=ORDERS if orders else groups,
            )
        )  # fmt: skip

    def _send(self, call: Call) -> Json:
        self._slow_down()
        answer = self._transport.send(call, authorise=auth.authorise, classify=classify)
        self._rest = usage.rest(answer.headers)
        return mapping(answer.json, "answer")

    def _slow_down(self) -> None:
        """Before they refuse: they tell with each answer how near the end of what is allowed we are."""
        seconds, self._rest = self._rest, 0.0
        if seconds > LONGEST_WAIT:
            raise RateLimited("Meta lets no more calls in for some minutes", retry_after=seconds)
        if seconds:
            self._clock.sleep(seconds)

    def _open(self, operation: str, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Json:
        """A call that carries keys of its own in place of the shop's token."""
        call = Call(
            operation=operation, method="GET", path=path, params=tuple(query.items()), headers=headers,
            authorised=False, safe="code" not in query,
        )  # fmt: skip
        return mapping(self._transport.send(call, authorise=None, classify=classify).json, "answer")
