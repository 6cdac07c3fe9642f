"""Each operation against the practice Shopee, every request and answer held against the official field list."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from core.clock import SystemClock
from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.shipments import CancelRequest, ShipmentLine, ShipmentRequest
from marketplaces.canonical.statuses import OrderStatus, Scheme
from marketplaces.canonical.stock import StockUpdate
from marketplaces.connectors.shopee import connector as shopee_connector
from marketplaces.framework.base import Context
from marketplaces.framework.errors import (
    AlreadyDone,
    LoginExpired,
    NotFound,
    PermissionMissing,
    RateLimited,
    Rejected,
    Unavailable,
)
from marketplaces.framework.limits import LimitScope
from marketplaces.framework.testing import ListRecorder, MemoryLimiter, StaticCredentials
from marketplaces.framework.transport import Retries, Transport
from marketplaces.framework.webhooks import IncomingWebhook, Topic
from marketplaces.sandbox.server import Running, running
from tests.conftest import shared

pytestmark = pytest.mark.wirecheck


@dataclass
class Wire:
    """The connector before the sandbox, and the other side of the counter."""

    shopee: shopee_connector
    url: str
    credentials: StaticCredentials
    clock: SystemClock
    settings: dict[str, Any]
    violations: list[Any]
    recorder: ListRecorder

    def control(self, path: str, body: Any = None) -> Any:
        method = "GET" if body is None else "POST"
        answer = requests.request(method, f"{self.url}/_control/{path}", json=body, timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def sell(self, *, lines=None, **more):
        return self.control("sell", {"lines": lines or [{"sku": "ORI-MUG-WHT", "quantity": 2}], **more})["orders"][0]

    def order(self, number):
        (found,) = self.shopee.order_items([number]).items
        return found

    def request(self, order, **more):
        lines = tuple(
            ShipmentLine(remote_line_id=line.remote_id, sku=line.sku, quantity=line.quantity) for line in order.lines
        )
        return ShipmentRequest(ref="s", order_remote_id=order.remote_id, lines=lines, **more)


@pytest.fixture(scope="module")
def practice() -> Iterator[Running]:
    with running(None, codes=["shopee"]) as server:
        yield server


@pytest.fixture
def wire(practice: Running) -> Iterator[Wire]:
    """Fails at the end if one byte on the way was not as the documents say."""
    shared("tools/wirecheck")
    from wirecheck import Checker, mount

    url = f"{practice.url}/shopee"
    requests.delete(f"{url}/_control/faults", timeout=10)
    requests.post(f"{url}/_control/seed", json={"seed": 1}, timeout=10)
    requests.post(f"{url}/_control/limits", json={"enabled": False}, timeout=10)
    values = requests.get(f"{url}/_control/credentials", timeout=10).json()
    clock, credentials, chosen, recorder = SystemClock(), StaticCredentials(values), {}, ListRecorder()
    transport = Transport(
        base_url=url,
        marketplace="Shopee",
        limits=shopee_connector.limits,
        scope_values={LimitScope.APP: values["partner_id"]},
        credentials=credentials,
        limiter=MemoryLimiter(),
        recorder=recorder,
        clock=clock,
        allow_private=True,
    )
    found = mount(transport.session, Checker("shopee", base_path="/shopee", secret=values["partner_key"]))
    context = Context(base_url=url, credentials=credentials, transport=transport, clock=clock, settings=chosen)
    yield Wire(shopee_connector(context), url, credentials, clock, chosen, found, recorder)
    transport.close()
    assert found == []


def test_the_shop_answers_the_test(wire):
    account = wire.shopee.account()
    assert (account.remote_account_id, account.country, account.currency) == ("220033445", "TH", "THB")
    assert account.login_ends_at is not None


def test_a_wrong_key_is_told_apart_from_an_ended_token(wire):
    wire.credentials.values["partner_key"] = "shpkwrong"
    with pytest.raises(PermissionMissing, match="partner key"):
        wire.shopee.account()
    assert {each.rule for each in wire.violations} == {"wrong_signature"}
    wire.violations.clear()


def test_an_ended_token_is_renewed_and_the_old_refresh_token_is_used_up(wire):
    wire.control("expire", {})
    old = dict(wire.credentials.values)
    wire.credentials.refresh = lambda: wire.shopee.refresh_token(wire.credentials.values).values
    assert wire.shopee.account().name
    assert wire.credentials.refreshes == 1
    assert wire.credentials.values["refresh_token"] != old["refresh_token"]
    with pytest.raises(LoginExpired):
        wire.shopee.refresh_token(old)


def test_signing_in_by_link_ends_with_tokens(wire):
    link = wire.shopee.authorisation_url(redirect_url="https://hub.example.com/back", state="s1")
    assert requests.get(link, timeout=10).status_code == 200  # the consent page asks which shop
    answer = requests.post(link, data={"shop_id": "220033445"}, timeout=10, allow_redirects=False)
    query = dict(parse_qsl(urlsplit(answer.headers["Location"]).query))
    assert query["state"] == "s1"
    tokens = wire.shopee.exchange_code(query)
    assert tokens.values["shop_id"] == "220033445"
    wire.credentials.values.update(tokens.values)
    assert wire.shopee.account().name
    with pytest.raises(LoginExpired):
        wire.shopee.exchange_code(query)


def test_all_orders_of_a_month_are_read_with_lines_money_and_parcels(wire):
    until = wire.clock.now() + timedelta(seconds=1)
    pages = list(wire.shopee.pull_orders(since=until - timedelta(days=60), until=until))
    orders = {order.remote_id: order for page in pages for order in page.items}
    there = {row["id"]: row for row in wire.control("state?products=0&webhooks=0")["orders"]}
    assert [each for page in pages for each in page.refused] == []
    assert orders.keys() == there.keys()
    assert len(there) >= 100
    assert all(order.lines and order.status is not OrderStatus.UNKNOWN for order in orders.values())
    assert {number: row["status"] for number, row in there.items()} == {
        number: order.remote_status for number, order in orders.items()
    }
    told = {number: Decimal(str(row["total"])) for number, row in there.items()}
    assert {number: order.total for number, order in orders.items() if order.total is not None}.items() <= told.items()


def test_money_adds_up_and_schemes_are_told_apart(wire):
    until = wire.clock.now()
    pages = wire.shopee.pull_orders(since=until - timedelta(days=60), until=until)
    orders = [order for page in pages for order in page.items]
    for order in orders:
        if order.total:
            goods = sum(line.unit_price * line.quantity for line in order.lines)
            assert goods + order.shipping_cost - order.discount == order.total, order.remote_id
    there = wire.control("state?orders=0&webhooks=0")["products"]
    sku = next(row["sku"] for row in there if row["shopee_stock"] > 0)
    number = wire.sell(scheme="shopee", lines=[{"sku": sku, "quantity": 1}])["id"]
    assert wire.order(number).scheme is Scheme.MARKETPLACE


def test_an_order_that_is_not_there_is_refused_alone(wire):
    number = wire.sell()["id"]
    page = wire.shopee.order_items([number, "260101NOTTHERE"])
    assert [order.remote_id for order in page.items] == [number]
    assert [(each.remote_id, type(each.error)) for each in page.refused] == [("260101NOTTHERE", NotFound)]
    assert type(wire.shopee.order_items(["260101NOTTHERE"]).refused[0].error) in (NotFound, Rejected)


def test_all_products_are_read_with_their_variants_stock_and_prices(wire):
    pages = list(wire.shopee.pull_products())
    products = [product for page in pages for product in page.items]
    assert [each for page in pages for each in page.refused] == []
    there = {(row["id"], row["model_id"] or 0): row for row in wire.control("state?orders=0&webhooks=0")["products"]}
    ours = {(int(p.remote_id), int(v.remote_id or 0)): v for p in products for v in p.variants}
    assert ours.keys() == there.keys()
    for key, variant in ours.items():
        assert variant.sku == there[key]["sku"]
        assert variant.price == Decimal(str(there[key]["price"]))
    levels = [level for page in wire.shopee.pull_stock() for level in page.items]
    prices = [level for page in wire.shopee.pull_prices() for level in page.items]
    assert {each.sku for each in levels} == {each.sku for each in prices} == {row["sku"] for row in there.values()}
    assert wire.shopee.warehouses()


def test_products_changed_since_a_moment_are_fewer(wire):
    recent = list(wire.shopee.pull_products(since=wire.clock.now() - timedelta(seconds=1)))
    every = list(wire.shopee.pull_products())
    assert sum(len(page.items) for page in recent) < sum(len(page.items) for page in every)


def level_of(wire, update):
    pages = wire.shopee.pull_stock(remote_product_ids=[update.remote_product_id])
    return next(each for page in pages for each in page.items if each.remote_variant_id == update.remote_variant_id)


def test_a_pushed_stock_is_what_the_next_read_shows(wire):
    levels = [level for page in wire.shopee.pull_stock() for level in page.items]
    chosen = [
        next(each for each in levels if each.remote_variant_id),
        next(each for each in levels if not each.remote_variant_id),
    ]
    updates = [
        StockUpdate(
            ref=level.sku, remote_product_id=level.remote_product_id, remote_variant_id=level.remote_variant_id,
            sku=level.sku, quantity=level.quantity + 5, warehouse_remote_id=level.warehouse_remote_id,
        )
        for level in chosen
    ]  # fmt: skip
    assert all(result.ok for result in wire.shopee.push_stock(updates))
    assert [level_of(wire, update).quantity for update in updates] == [update.quantity for update in updates]


def test_a_stock_below_what_a_promotion_holds_is_refused_for_this_model_only(wire):
    levels = [level for page in wire.shopee.pull_stock() for level in page.items if level.quantity > 5]
    held, free = levels[0], next(each for each in levels if each.remote_product_id != levels[0].remote_product_id)
    wire.control("reserve", {"sku": held.sku, "quantity": 3})
    updates = [
        StockUpdate(
            ref=each.sku, remote_product_id=each.remote_product_id, remote_variant_id=each.remote_variant_id,
            sku=each.sku, quantity=1, warehouse_remote_id=each.warehouse_remote_id,
        )
        for each in (held, free)
    ]  # fmt: skip
    results = {each.ref: each for each in wire.shopee.push_stock(updates)}
    assert type(results[held.sku].error) is Rejected
    assert results[free.sku].ok


def test_a_pushed_price_is_what_the_next_read_shows(wire):
    level = next(each for page in wire.shopee.pull_prices() for each in page.items if each.remote_variant_id)
    update = PriceUpdate(
        ref="p", remote_product_id=level.remote_product_id, remote_variant_id=level.remote_variant_id, sku=level.sku,
        price=level.price + Decimal("0.25"), currency=level.currency,
    )  # fmt: skip
    (result,) = wire.shopee.push_price([update])
    assert result.ok
    (page,) = wire.shopee.pull_prices(remote_product_ids=[level.remote_product_id])
    assert update.price in [each.price for each in page.items if each.sku == level.sku]


@pytest.mark.parametrize("channel", [70021, 70022])
def test_a_parcel_is_arranged_and_its_number_comes_a_little_later(wire, channel):
    wire.settings["sender_real_name"] = "Somchai Jaidee"
    order = wire.order(wire.sell(channel=channel, status="READY_TO_SHIP")["id"])
    first = wire.shopee.confirm_shipment(wire.request(order))
    assert (first.visible, first.tracking_number) == (False, "")
    assert wire.order(order.remote_id).status is OrderStatus.READY_FOR_SHIPMENT
    wire.control("clock", {"advance": 4})
    second = wire.shopee.confirm_shipment(wire.request(order, progress=first.progress))
    wire.control("clock", {"real": True})
    assert second.visible
    assert second.tracking_number


def test_an_own_carriers_number_is_given_and_the_order_is_under_way(wire):
    order = wire.order(wire.sell(channel=70099, status="READY_TO_SHIP")["id"])
    result = wire.shopee.confirm_shipment(wire.request(order, tracking_number="OWN123"))
    assert (result.visible, result.tracking_number) == (True, "OWN123")
    assert wire.order(order.remote_id).status is OrderStatus.SHIPPED


def test_a_split_order_is_shipped_package_by_package(wire):
    number = wire.sell(
        status="READY_TO_SHIP", lines=[{"sku": "ORI-MUG-WHT", "quantity": 1}, {"sku": "ORI-COF-ETH", "quantity": 1}]
    )["id"]
    wire.control("split", {"order": number})
    order = wire.order(number)
    assert len(order.parcels) == 2
    for line in order.lines:
        lines = (ShipmentLine(remote_line_id=line.remote_id, sku=line.sku, quantity=line.quantity),)
        request = ShipmentRequest(ref="s", order_remote_id=number, lines=lines)
        assert wire.shopee.confirm_shipment(request).parcel_remote_id
        expected = OrderStatus.PROCESSING if line is order.lines[0] else OrderStatus.READY_FOR_SHIPMENT
        assert wire.order(number).status is expected


@pytest.mark.parametrize("reason", ["OUT_OF_STOCK", "CUSTOMER_REQUEST"])
def test_an_order_is_cancelled_once(wire, reason):
    number = wire.sell(status="READY_TO_SHIP")["id"]
    assert reason in [each.code for each in wire.shopee.cancel_reasons(number)]
    request = CancelRequest(ref="c", order_remote_id=number, reason=reason)
    wire.shopee.cancel(request)
    assert wire.order(number).status is OrderStatus.CANCELLED
    with pytest.raises(AlreadyDone):
        wire.shopee.cancel(request)


@pytest.mark.parametrize(("accept", "status"), [(True, OrderStatus.CANCELLED), (False, OrderStatus.CONFIRMED)])
def test_a_buyers_wish_to_cancel_is_answered(wire, accept, status):
    number = wire.sell(status="READY_TO_SHIP")["id"]
    wire.control("cancel", {"order": number, "request": True})
    asked = wire.order(number)
    assert (asked.cancel_requested, asked.status) == (True, OrderStatus.CONFIRMED)
    wire.shopee.answer_cancellation(number, accept=accept)
    assert wire.order(number).status is status


def test_returns_are_read_and_refunded(wire):
    until = wire.clock.now()
    pages = list(wire.shopee.pull_returns(since=until - timedelta(days=60), until=until))
    returns = {each.remote_id: each for page in pages for each in page.items}
    there = {row["return_sn"]: row for row in wire.control("state?products=0")["returns"]}
    assert returns.keys() == there.keys()
    asked = next(each for each in returns.values() if each.remote_status == "REQUESTED")
    wire.shopee.confirm_return(asked.remote_id)
    assert {row["return_sn"]: row for row in wire.control("state")["returns"]}[asked.remote_id]["status"] != "REQUESTED"


def test_a_limit_answer_is_a_limit_error(wire):
    wire.control("limits", {"enabled": True})
    with pytest.raises(RateLimited):
        for _ in range(40):
            wire.shopee.client._transport._retries = Retries(attempts=1)
            wire.shopee.account()


@pytest.mark.parametrize("kind", ["error500", "torn", "html_page", "rate_limit"])
def test_passing_trouble_is_survived_without_anybody_noticing(wire, kind):
    until = wire.clock.now()
    since = until - timedelta(days=15)
    quiet = [order.remote_id for page in wire.shopee.pull_orders(since=since, until=until) for order in page.items]
    wire.violations.clear()
    wire.control("faults", {"kind": kind, "path": "/api/v2/order/get_order_detail", "times": 1})
    stormy = [order.remote_id for page in wire.shopee.pull_orders(since=since, until=until) for order in page.items]
    wire.violations.clear()  # a torn answer or a page is not as the documents say, on purpose
    assert quiet == stormy


@pytest.mark.parametrize(
    ("fault", "calls"),
    [({"kind": "error500", "when": "before"}, 2), ({"kind": "error500", "when": "after"}, 1), ({"kind": "torn"}, 1)],
)
def test_after_a_lost_answer_the_parcel_is_arranged_exactly_once(wire, fault, calls):
    order = wire.order(wire.sell(status="READY_TO_SHIP")["id"])
    wire.control("faults", {"path": "/api/v2/logistics/ship_order", "times": 1, **fault})
    with pytest.raises(Unavailable) as caught:
        wire.shopee.confirm_shipment(wire.request(order))
    wire.violations.clear()
    assert caught.value.maybe_done
    wire.shopee.confirm_shipment(wire.request(order))
    sent = [call for call in wire.recorder.calls if call.path.startswith("/api/v2/logistics/ship_order")]
    assert len(sent) == calls
    assert wire.order(order.remote_id).status is OrderStatus.READY_FOR_SHIPMENT


class Receiver:
    """A hub's address on loopback that keeps what was pushed and answers with the given status."""

    def __init__(self, status: int) -> None:
        got: list[tuple[dict[str, str], bytes]] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                got.append(({name.lower(): text for name, text in self.headers.items()}, body))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                return

        self.got = got
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hooks/shopee/t/"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def test_a_sale_is_pushed_to_the_registered_address_and_believed(wire):
    receiver = Receiver(200)
    try:
        wire.shopee.register_webhook(receiver.url)
        number = wire.sell(status="READY_TO_SHIP")["id"]
        wire.control("deliver", {})
        handler, events = shopee_connector.webhooks, []
        for headers, body in receiver.got:
            message = IncomingWebhook(
                method="POST", url=receiver.url, headers=headers, body=body, source_ip="127.0.0.1",
                received_at=wire.clock.now(),
            )  # fmt: skip
            handler.verify(message, wire.credentials.values)
            events.append(handler.parse(message))
        assert (Topic.ORDER, (number,)) in [(event.topic, event.remote_ids) for event in events]
    finally:
        receiver.close()
        requests.delete(f"{wire.url}/_control/webhook", timeout=10)


def test_messages_that_nobody_took_are_asked_for_later(wire):
    receiver = Receiver(500)
    try:
        wire.shopee.register_webhook(receiver.url)
        number = wire.sell(status="READY_TO_SHIP")["id"]
        for _ in range(6):
            wire.control("deliver", {})
        events, last = wire.shopee.lost_webhooks()
        assert (number,) in [event.remote_ids for event in events]
        wire.shopee.acknowledge_lost_webhooks(last)
        assert wire.shopee.lost_webhooks()[0] == []
    finally:
        receiver.close()
        requests.delete(f"{wire.url}/_control/webhook", timeout=10)


def test_raw_payloads_can_be_kept_as_json(wire):
    order = wire.order(wire.sell()["id"])
    assert json.loads(json.dumps(order.raw, default=str))["order_sn"] == order.remote_id
