"""The shop's calls, from the door to the answer: one method per operation of the contract, over the desk of the hub."""

import hashlib
import json
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from marketplaces.canonical.statuses import OrderStatus
from marketplaces.framework.errors import Rejected
from marketplaces.framework.intake import Desk, Held, IncomingCall, IntakeAddress, OrderIntake, Reply
from marketplaces.framework.limits import Limit, LimitScope

from . import acks, checks, door, forms, mapping, money_back, strict
from .acks import Warning_
from .freshness import LEFT, News, compare, is_other_goods
from .hooks import NativeHooks
from .keys import Keys
from .problems import Problem, not_found
from .shapes import moment

Json = Mapping[str, Any]
AGAIN = 2
PAGE, MOST, MOST_SKUS = 50, 100, 100
ORDER = r"/orders/(?P<number>[^/]+)"


class StorefrontIntake(OrderIntake):
    """Everything a shop may ask of one connection. Holds nothing: what is kept is kept by the desk."""

    limit = Limit(group="intake", rate=10, burst=50, scope=LimitScope.SHOP)
    most_bytes = strict.MOST_BYTES
    addresses = (
        IntakeAddress(
            label="Your own shop, or a plugin made for Orion",
            hint="It sends signed orders here; the key id and the secret are the connection’s.",
        ),
        IntakeAddress(
            label="WooCommerce webhook",
            path="/hooks/woocommerce",
            hint="WooCommerce › Settings › Advanced › Webhooks: one for “Order created”, one for “Order updated”.",
        ),
        IntakeAddress(
            label="Shopify webhook",
            path="/hooks/shopify",
            hint="Topics orders/create, orders/updated, orders/paid, orders/cancelled and refunds/create, as JSON.",
        ),
    )

    def receive(self, call: IncomingCall, sets: Sequence[Mapping[str, str]], *, currency: str, desk: Desk) -> Reply:
        return self.answer(call, Keys.of(sets, currency=currency), desk)

    def stranger(self) -> Reply:
        return Problem("unknown_key").reply(_request_id())

    def unavailable(self) -> Reply:
        return Problem("unavailable", retry_after=AGAIN).reply(_request_id())

    def answer(self, call: IncomingCall, keys: Keys, desk: Desk) -> Reply:
        """The answer to any call; the hub's own errors go through, after the idempotency key was let go."""
        request_id = _request_id()
        try:
            if call.path.startswith("/hooks/"):
                return NativeHooks(keys, desk).receive(call, request_id)
            return _Visit(call, keys, desk, request_id).answer()
        except Problem as problem:
            return problem.reply(request_id)


class _Visit:
    """One signed call."""

    def __init__(self, call: IncomingCall, keys: Keys, desk: Desk, request_id: str) -> None:
        self.call, self.keys, self.desk, self.request_id = call, keys, desk, request_id

    def answer(self) -> Reply:
        door.let_in(self.call, self.keys, self.desk)
        for method, pattern, work in ROUTES:
            found = re.fullmatch(pattern, self.call.path)
            if found and method == self.call.method:
                number = unquote(found.groupdict().get("number", ""))
                return work(self, number) if method == "GET" else self._once(work, number)
        return not_found(self.request_id)

    def _once(self, work: Any, number: str) -> Reply:
        """A write with a key that is new; else its first answer, or a refusal."""
        key = door.idempotency_key(self.call.headers)
        fingerprint = fingerprint_of(self.call)
        known = self.desk.claim(key, fingerprint)
        if known is not None:
            return self._replayed(known.fingerprint == fingerprint, known.reply)
        try:
            reply: Reply = self._refusing(work, number)
        except BaseException:
            self.desk.remember(key, None)
            raise
        self.desk.remember(key, reply if reply.is_kept else None)
        return reply

    def _refusing(self, work: Any, number: str) -> Reply:
        try:
            reply: Reply = work(self, number)
        except Problem as problem:
            return problem.reply(self.request_id)
        return reply

    def _replayed(self, is_same: bool, reply: Reply | None) -> Reply:
        if not is_same:
            raise Problem("idempotency_key_reused")
        if reply is None:
            raise Problem("idempotency_in_progress", retry_after=AGAIN)
        return replace(reply, headers={**reply.headers, "Idempotent-Replayed": "true"})

    # Orders in -------------------------------------------------------------------------------------------------------
    def push_order(self, number: str) -> Reply:
        held, result, warnings = self._put(strict.read(self.call.body))
        body = acks.ack(held, result, self.request_id, warnings)
        return Reply(status=201 if result == "created" else 200, body=body)

    def push_orders(self, number: str) -> Reply:
        """An answer per item: one that is wrong refuses no other."""
        body = strict.read_object(self.call.body)
        checks.form(forms.BATCH, body)
        return Reply(
            status=200, body={"results": [self._item(place, each) for place, each in enumerate(body["orders"])]}
        )

    def _item(self, place: int, told: Any) -> Json:
        named = told.get("external_id") if isinstance(told, dict) else None
        name = {"external_id": named} if isinstance(named, str) else {}
        try:
            held, result, _warnings = self._put(told)
        except Problem as problem:
            return {"index": place, **name, "status": "failed", "problem": problem.as_dict(self.request_id)}
        return {"index": place, "external_id": held.document["order"]["external_id"], "status": result}

    def _put(self, told: Any) -> tuple[Held, str, list[Warning_]]:
        warnings = checks.order(told, currencies=self.keys.currencies)
        products = self.desk.known_skus({each["sku"] for each in told["lines"] if each.get("sku")})
        warnings += checks.goods(told, products) + checks.address(told, products)
        with self.desk.order(told["external_id"]) as held:
            document = _document(told, held)
            if told.get("test"):
                return self._tried(document, held, products), "unchanged", warnings
            if held is not None and self._is_known(held, told):
                return held, "unchanged", warnings
            stored = self._stored(document, products)
            self._tell(told, warnings)
        return stored, "updated" if held else "created", warnings

    def _is_known(self, held: Held, told: Json) -> bool:
        """Raises Problem for what is older, and for what may not change any more."""
        news = compare(held.document["pushed"], told)
        if news is News.SAME:
            return True
        if news is News.OLDER:
            raise Problem("stale_update", f"stored updated_at {held.document['pushed']['updated_at']}")
        if held.hub_status in LEFT and is_other_goods(held.document["order"], told):
            raise Problem("state_conflict", "Its goods have left; lines and prices cannot change any more.")
        if held.hub_status in LEFT and told.get("status") == "cancelled":
            raise Problem("state_conflict", "Its goods have left; tell a refund instead.")
        return False

    @staticmethod
    def _tried(document: Json, held: Held | None, products: Mapping[str, bool]) -> Held:
        """A test order is looked at like any other, and leaves nothing behind."""
        order = mapping.order(document, products=products)
        return held or Held(id="test", document=document, hub_status=order.status)

    def _stored(self, document: Json, products: Mapping[str, bool]) -> Held:
        try:
            return self.desk.store(mapping.order(document, products=products), document)
        except Rejected as refused:
            raise Problem("validation_failed", refused.detail) from None

    def _tell(self, told: Json, warnings: Sequence[Warning_]) -> None:
        for code, at, sentence in checks.for_a_person(told, warnings):
            self.desk.needs_you(told["external_id"], f"{code}:{at}", sentence)

    # Changes of one order --------------------------------------------------------------------------------------------
    def pay(self, number: str) -> Reply:
        body = self._body(forms.PAYMENT)
        return self._change(number, lambda held: money_back.with_payment(held.document, body, now=self.desk.now()))

    def refund(self, number: str) -> Reply:
        body = self._body(forms.REFUND)
        reply = self._change(number, lambda held: money_back.with_refund(held.document, body, now=self.desk.now()))
        return replace(reply, status=201) if reply.body.get("result") == "updated" else reply

    def cancel(self, number: str) -> Reply:
        body = self._body(forms.CANCEL)
        return self._change(number, lambda held: self._cancelled(held, body))

    def _cancelled(self, held: Held, body: Json) -> Json | None:
        if held.hub_status is OrderStatus.CANCELLED:
            return None
        if held.hub_status in LEFT:
            raise Problem("state_conflict", "It has been sent; tell a refund instead.")
        return money_back.cancelled(held.document, body, now=self.desk.now())

    def _change(self, number: str, change: Any) -> Reply:
        with self.desk.order(number) as held:
            if held is None:
                raise Problem("state_conflict", "This order is not known here; send the order first.")
            document = change(held)
            if document is None:
                return Reply(status=200, body=acks.ack(held, "unchanged", self.request_id))
            skus = {each["sku"] for each in document["order"]["lines"] if each.get("sku")}
            stored = self._stored(document, self.desk.known_skus(skus))
        return Reply(status=200, body=acks.ack(stored, "updated", self.request_id))

    def _body(self, form: Any) -> Json:
        body = strict.read_object(self.call.body)
        checks.form(form, body)
        return body

    # Reading ---------------------------------------------------------------------------------------------------------
    def read_order(self, number: str) -> Reply:
        held = self.desk.find(number)
        return Reply(status=200, body=acks.shown(held)) if held else not_found(self.request_id)

    def read_orders(self, number: str) -> Reply:
        query = self.call.query
        since = moment(query["updated_since"]) if query.get("updated_since") else None
        if query.get("updated_since") and since is None:
            raise _wrong_query("updated_since", "must be a time with its zone, as 2026-01-05T10:00:00Z")
        try:
            found, cursor = self.desk.orders(since=since, cursor=query.get("cursor", ""), limit=self._limit())
        except ValueError:
            raise _wrong_query("cursor", "is none of ours") from None
        return Reply(status=200, body={"items": [acks.shown(each) for each in found], "next_cursor": cursor or None})

    def _limit(self) -> int:
        text = self.call.query.get("limit", str(PAGE))
        if not re.fullmatch(r"\d{1,3}", text, re.ASCII) or not 1 <= int(text) <= MOST:
            raise _wrong_query("limit", f"must be from 1 to {MOST}")
        return int(text)

    def read_stock(self, number: str) -> Reply:
        """Of the SKUs named, or of all. One that is not sold here is left out."""
        asked = [each.strip() for each in self.call.query.get("sku", "").split(",") if each.strip()]
        if len(asked) > MOST_SKUS:
            raise _wrong_query("sku", f"may name {MOST_SKUS} at most")
        try:
            rows, cursor = self.desk.stock(skus=asked or None, cursor=self.call.query.get("cursor", ""))
        except ValueError:
            raise _wrong_query("cursor", "is none of ours") from None
        items = [{"sku": sku, "available": units, "updated_at": at.isoformat()} for sku, units, at in rows]
        return Reply(status=200, body={"items": items, "next_cursor": cursor or None})


ROUTES = (
    ("POST", "/orders", _Visit.push_order),
    ("POST", "/orders/batch", _Visit.push_orders),
    ("GET", "/orders", _Visit.read_orders),
    ("GET", ORDER, _Visit.read_order),
    ("POST", f"{ORDER}/payments", _Visit.pay),
    ("POST", f"{ORDER}/cancel", _Visit.cancel),
    ("POST", f"{ORDER}/refunds", _Visit.refund),
    ("GET", "/stock", _Visit.read_stock),
)


def _request_id() -> str:
    return f"req_{uuid.uuid4().hex[:20]}"


def fingerprint_of(call: IncomingCall) -> str:
    """Method, target and body: what makes a call the same."""
    head = json.dumps([call.method, call.target]).encode()
    return hashlib.sha256(head + b"\n" + call.body).hexdigest()


def _document(told: Json, held: Held | None) -> Json:
    """The order as told, and what was told of it by other calls."""
    before: Json = held.document if held else {}
    return {
        "system": "own", "order": told, "pushed": told, "payments": before.get("payments", {}),
        "refunds": before.get("refunds", {}), "changed_at": before.get("changed_at", ""),
    }  # fmt: skip


def _wrong_query(name: str, sentence: str) -> Problem:
    return Problem("validation_failed", status=400, errors=[("", f"the parameter {name} {sentence}")])
