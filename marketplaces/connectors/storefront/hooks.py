"""Native webhooks of Shopify and WooCommerce: verified, taken once, and answered with 200 whatever is in them.

Both switch off a receiver that refuses, so what cannot be read is kept for a person instead.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from marketplaces.framework.errors import Rejected, UnexpectedPayload
from marketplaces.framework.intake import Desk, Held, IncomingCall, Reply

from . import checks, door, mapping, shopify, strict, woocommerce
from .freshness import LEFT, News, compare, is_other_goods
from .keys import Keys
from .problems import Problem, not_found

Json = Mapping[str, Any]
#: Seconds in which a message that is being stored is surely stored.
RUNNING = 2
TAKEN = Reply(status=200, body={"received": True})


class NativeHooks:
    """The two addresses under /hooks."""

    def __init__(self, keys: Keys, desk: Desk) -> None:
        self._keys = keys
        self._desk = desk

    def receive(self, call: IncomingCall, request_id: str) -> Reply:
        work = {"/hooks/shopify": self._shopify, "/hooks/woocommerce": self._woocommerce}.get(call.path)
        if work is None or call.method != "POST":
            return not_found(request_id)
        return work(call)

    def _shopify(self, call: IncomingCall) -> Reply:
        door.let_in_native(call, self._keys, self._desk, header="x-shopify-hmac-sha256")
        if call.headers.get("x-shopify-shop-domain", "").lower() != self._keys.shop_domain:
            raise Problem("bad_signature")
        return self._once("shopify", call.headers.get("x-shopify-webhook-id", ""), call, self._shopify_event)

    def _shopify_event(self, call: IncomingCall, body: Json) -> None:
        topic = call.headers.get("x-shopify-topic", "")
        if topic == shopify.REFUND:
            self._shopify_refund(body)
        elif topic in shopify.ORDERS and not shopify.is_ignored(body):
            self._put(shopify.document(body))

    def _shopify_refund(self, body: Json) -> None:
        """It names its order; the order's own message brings the new state, so one that is not here yet can wait."""
        with self._desk.order(shopify.number(body, "order_id")) as held:
            if held is None:
                return
            name, refund = shopify.refund(body)
            refunds = {**held.document["refunds"], name: refund}
            if refunds != held.document["refunds"]:
                document = {**held.document, "refunds": refunds, "changed_at": self._desk.now().isoformat()}
                self._store(document)

    def _woocommerce(self, call: IncomingCall) -> Reply:
        """The ping on saving is signed by some senders and empty from others; it has no effect, so none is asked."""
        if not call.body or call.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            return TAKEN
        door.let_in_native(call, self._keys, self._desk, header="x-wc-webhook-signature")
        return self._once("woo", call.headers.get("x-wc-webhook-delivery-id", ""), call, self._woocommerce_event)

    def _woocommerce_event(self, call: IncomingCall, body: Json) -> None:
        topic = call.headers.get("x-wc-webhook-topic", "")
        if topic == "order.deleted":
            self._woocommerce_deleted(woocommerce.number(body))
        elif topic.startswith("order.") and not woocommerce.is_ignored(body):
            self._put(woocommerce.document(body))

    def _woocommerce_deleted(self, number: str) -> None:
        """Only the number comes."""
        with self._desk.order(number) as held:
            if held is not None and held.document["system"] == "woocommerce" and held.hub_status not in LEFT:
                now = self._desk.now().isoformat()
                self._store({**held.document, "remote_status": "trash", "changed_at": now})

    # -----------------------------------------------------------------------------------------------------------------
    def _once(self, system: str, delivery: str, call: IncomingCall, work: Any) -> Reply:
        """Known by its id and its content: WooCommerce numbers each delivery anew, Shopify repeats the number."""
        digest = hashlib.sha256(call.body).hexdigest()
        key = f"hook:{system}:{delivery or digest}"
        known = self._desk.claim(key, digest)
        if known is not None and known.reply is None:
            raise Problem("unavailable", retry_after=RUNNING)  # it may still fail: nothing is promised before it ended
        if known is not None:
            return TAKEN
        try:
            self._read(system, call, work)
        except BaseException:
            self._desk.remember(key, None)
            raise
        self._desk.remember(key, TAKEN)
        return TAKEN

    def _read(self, system: str, call: IncomingCall, work: Any) -> None:
        number = ""
        try:
            body = strict.read_object(call.body)
            number = str(body.get("id", ""))
            work(call, body)
        except UnexpectedPayload as error:
            self._desk.needs_you(number, f"{system}:unreadable:{error.path}", str(error))
        except Rejected as refused:
            self._desk.needs_you(number, f"{system}:refused", refused.detail)
        except Problem as problem:
            self._desk.needs_you(number, f"{system}:{problem.code}", problem.detail or problem.code)

    def _put(self, document: Json) -> None:
        told = document["order"]
        if self._keys.currencies and told["currency"] not in self._keys.currencies:
            raise Problem("currency_not_allowed", f"The order {told['external_id']} is in {told['currency']}.")
        with self._desk.order(told["external_id"]) as held:
            document = {**document, "pushed": _words(document), "changed_at": ""}
            if held is None:
                self._store(document)
            elif self._is_news(held, document):
                self._store({**document, "changed_at": held.document.get("changed_at", "")})

    def _is_news(self, held: Held, document: Json) -> bool:
        news = compare(held.document["pushed"], document["pushed"])
        if news in (News.SAME, News.OLDER):
            return False
        if held.hub_status in LEFT and is_other_goods(held.document["order"], document["order"]):
            number = document["order"]["external_id"]
            sentence = "Its goods have left, and the shop changed its lines or prices afterwards."
            self._desk.needs_you(number, "changed_after_shipping", sentence)
            return False
        return True

    def _store(self, document: Json) -> None:
        told = document["order"]
        products = self._desk.known_skus({each["sku"] for each in told["lines"] if each.get("sku")})
        self._desk.store(mapping.order(document, products=products), document)
        warnings = checks.goods(told, products) + checks.address(told, products)
        if checks.is_far_off(told):
            warnings.append(("total_mismatch", "/totals/total", "The total is not the sum of the order's parts"))
        for code, at, sentence in checks.for_a_person(told, warnings):
            self._desk.needs_you(told["external_id"], f"{code}:{at}", sentence)


def _words(document: Json) -> Json:
    """What is compared: the order, and the words that stand beside it there."""
    return {
        **document["order"], "remote": [document["remote_status"], document["remote_substatus"]],
        "refunds": document["refunds"], "marks": document.get("marks", []),
    }  # fmt: skip
