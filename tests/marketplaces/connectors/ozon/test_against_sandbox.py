"""Every operation, end to end over HTTP against the practice Ozon, each exchange held against the official document."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
import requests

from marketplaces.canonical.orders import Order
from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.shipments import CancelRequest, ShipmentLine, ShipmentRequest
from marketplaces.canonical.stock import StockUpdate
from marketplaces.connectors.ozon import connector as ozon_connector
from marketplaces.framework.base import Context
from marketplaces.framework.errors import AlreadyDone, LoginExpired, NotFound, RateLimited
from marketplaces.framework.limits import LimitScope
from marketplaces.framework.testing import ListRecorder, MemoryLimiter, StaticCredentials
from marketplaces.framework.transport import Transport
from marketplaces.framework.webhooks import IncomingWebhook
from marketplaces.sandbox.server import Running, running
from tests.conftest import shared
from tests.contract.exceptions import is_excused

pytestmark = pytest.mark.wirecheck

KEYS = {"client_id": "1001", "api_key": "sandbox-ozon-key-1001"}
#: The document draws the label as JSON with the file inside; contract section 4 says "PDF bytes", and so they come.
EXCUSED = {"test_a_label_is_a_pdf": ("response", "body", "not_json")}


def _is_known(violation: Any) -> bool:
    """Pictures of cards: links in the text of the specification, objects in its schema."""
    return is_excused(
        "ozon", "POST /v4/product/info/attributes", violation.side, violation.where, violation.rule, violation.message
    )


class RealClock:
    """Now, without waiting long: the sandbox's clock is moved instead."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return self.now().timestamp()

    def sleep(self, seconds: float) -> None:
        """Limits are the limiter's test; here nothing waits."""


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path, codes=["ozon"]) as server:
        control(server, "seed", {"seed": 7, "products": 30, "orders": 120})
        yield server


def control(server: Running, what: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = requests.post(f"{server.url}/ozon/_control/{what}", json=body, timeout=20)
    assert answer.ok, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture
def keys() -> StaticCredentials:
    return StaticCredentials(KEYS)


@pytest.fixture
def ozon(sandbox: Running, keys: StaticCredentials, request: pytest.FixtureRequest) -> Iterator[ozon_connector]:
    """A connector whose every exchange is judged; the test fails on a single violation."""
    shared("tools/wirecheck")
    from wirecheck import Checker, mount

    url = f"{sandbox.url}/ozon"
    transport = Transport(
        base_url=url,
        marketplace="Ozon",
        limits=ozon_connector.limits,
        scope_values={LimitScope.ACCOUNT: "1001"},
        credentials=keys,
        limiter=MemoryLimiter(),
        recorder=ListRecorder(),
        clock=RealClock(),
        allow_private=True,
    )
    found = mount(transport.session, Checker("ozon", base_path="/ozon"))
    context = Context(base_url=url, credentials=keys, transport=transport, clock=RealClock(), currency="RUB")
    yield ozon_connector(context)
    transport.close()
    excused = EXCUSED.get(request.node.name)
    held = [each for each in found if (each.side, each.where, each.rule) != excused and not _is_known(each)]
    assert [str(each) for each in held] == []


def orders(ozon: ozon_connector) -> list[Order]:
    now = datetime.now(UTC) + timedelta(hours=1)
    return [order for page in ozon.pull_orders(since=now - timedelta(days=40), until=now) for order in page.items]


def open_orders(ozon: ozon_connector, scheme: str) -> list[Order]:
    return [order for order in orders(ozon) if (order.remote_scheme, order.status) == (scheme, "confirmed")]


def parcel(order: Order, *, only: int | None = None, **more: Any) -> ShipmentRequest:
    lines = order.lines[:1] if only else order.lines
    return ShipmentRequest(
        ref="r",
        order_remote_id=order.remote_id,
        lines=tuple(
            ShipmentLine(remote_line_id=line.remote_id, sku=line.sku, quantity=only or line.quantity) for line in lines
        ),
        **more,
    )


def confirmed(ozon: ozon_connector, sandbox: Running, ask: Callable[[], Any]) -> Any:
    """Ask again while the sandbox's clock goes on, as the engine does."""
    for _ in range(6):
        result = ask()
        if result.visible:
            return result
        control(sandbox, "clock", {"advance": 30})
    raise AssertionError("it never became visible")


def test_the_account_is_known_by_its_client_id(ozon: ozon_connector) -> None:
    found = ozon.account()
    assert (found.remote_account_id, found.currency) == ("1001", "RUB")
    assert found.login_ends_at and found.name


def test_wrong_keys_are_a_matter_for_the_account(ozon: ozon_connector, keys: StaticCredentials) -> None:
    keys.values["api_key"] = "wrong"
    with pytest.raises(LoginExpired):
        ozon.account()


def test_every_order_of_the_sandbox_comes_and_none_is_unreadable(ozon: ozon_connector, sandbox: Running) -> None:
    now = datetime.now(UTC) + timedelta(hours=1)
    pages = list(ozon.pull_orders(since=now - timedelta(days=40), until=now))
    assert [item for page in pages for item in page.refused] == []
    found = {order.remote_id: order for page in pages for order in page.items}
    assert len(found) >= 120
    assert {order.remote_scheme for order in found.values()} == {"fbs", "rfbs", "fbo"}
    assert "unknown" not in {order.status for order in found.values()}


def test_a_sold_product_is_in_the_next_pull_and_can_be_asked_by_number(ozon: ozon_connector, sandbox: Running) -> None:
    before = {order.remote_id for order in orders(ozon)}
    sku = next(ozon.pull_products()).items[0].variants[0].sku
    control(sandbox, "sell", {"sku": sku, "quantity": 2})
    (new,) = [order for order in orders(ozon) if order.remote_id not in before]
    assert [(line.sku, line.quantity) for line in new.lines] == [(sku, 2)]
    again = ozon.order_items([new.remote_id, "0-0-0"])
    assert [order.lines for order in again.items] == [new.lines]
    assert [type(item.error) for item in again.refused] == [NotFound]


def test_a_pushed_stock_is_what_the_next_read_shows(ozon: ozon_connector) -> None:
    level = next(ozon.pull_stock()).items[0]
    assert level.warehouse_remote_id in {place.remote_id for place in ozon.warehouses()}
    update = StockUpdate(
        ref="a", remote_product_id=level.remote_product_id, remote_variant_id="", sku=level.sku, quantity=77,
        warehouse_remote_id=level.warehouse_remote_id,
    )  # fmt: skip
    assert [result.ok for result in ozon.push_stock([update])] == [True]
    seen = [each for page in ozon.pull_stock(remote_product_ids=[level.remote_product_id]) for each in page.items]
    assert [each.quantity for each in seen if each.warehouse_remote_id == level.warehouse_remote_id] == [77]
    (again,) = ozon.push_stock([update])
    assert (type(again.error), again.error and again.error.retry_after) == (RateLimited, 30)


def test_a_pushed_price_is_what_the_next_read_shows(ozon: ozon_connector) -> None:
    level = next(ozon.pull_prices()).items[0]
    price = level.price - 1
    update = PriceUpdate(
        ref="a", remote_product_id=level.remote_product_id, remote_variant_id="", sku=level.sku, price=price,
        currency="RUB",
    )  # fmt: skip
    assert [result.ok for result in ozon.push_price([update])] == [True]
    (page,) = ozon.pull_prices(remote_product_ids=[level.remote_product_id])
    assert [(each.price, each.compare_price) for each in page.items] == [(Decimal(price), None)]


@pytest.mark.parametrize("scheme", ["fbs", "rfbs"])
def test_a_shipped_posting_moves_on(scheme: str, ozon: ozon_connector, sandbox: Running) -> None:
    order = open_orders(ozon, scheme)[0]
    result = confirmed(ozon, sandbox, lambda: ozon.confirm_shipment(parcel(order, tracking_number="TRK-1")))
    (after,) = ozon.order_items([result.parcel_remote_id]).items
    assert after.status in ("ready_for_shipment", "shipped")
    if scheme == "rfbs":
        assert after.tracking_number == "TRK-1"
    assert ozon.confirm_shipment(parcel(order, tracking_number="TRK-1")).visible


def test_a_part_of_a_posting_is_a_posting_of_its_own(ozon: ozon_connector, sandbox: Running) -> None:
    sku = next(ozon.pull_products()).items[0].variants[0].sku
    before = {order.remote_id for order in orders(ozon)}
    control(sandbox, "sell", {"sku": sku, "quantity": 2, "scheme": "fbs"})
    (order,) = [order for order in orders(ozon) if order.remote_id not in before]
    if order.status != "confirmed":
        control(sandbox, "move", {"order": order.remote_id, "status": "awaiting_packaging"})
    result = confirmed(ozon, sandbox, lambda: ozon.confirm_shipment(parcel(order, only=1)))
    family = [each for each in orders(ozon) if order.remote_id in (each.remote_id, each.parent_remote_id)]
    (mine,) = [each for each in family if each.remote_id == result.parcel_remote_id]
    assert [line.quantity for line in mine.lines] == [1]
    alive = [each for each in family if not each.replaced_by_split]
    assert sum(line.quantity for each in alive for line in each.lines) == 2


def test_a_cancelled_posting_is_cancelled_once(ozon: ozon_connector) -> None:
    order = open_orders(ozon, "fbs")[0]
    reason = ozon.cancel_reasons(order.remote_id)[0].code
    request = CancelRequest(ref="c", order_remote_id=order.remote_id, reason=reason, message="out of stock")
    ozon.cancel(request)
    (after,) = ozon.order_items([order.remote_id]).items
    assert after.status == "cancelled"
    with pytest.raises(AlreadyDone):
        ozon.cancel(request)


def test_returns_are_read(ozon: ozon_connector) -> None:
    now = datetime.now(UTC)
    pages = list(ozon.pull_returns(since=now - timedelta(days=60), until=now))
    assert [item for page in pages for item in page.refused] == []
    assert [item for page in pages for item in page.items]


def test_a_label_is_a_pdf(ozon: ozon_connector, sandbox: Running) -> None:
    ready = [order for order in orders(ozon) if (order.remote_scheme, order.status) == ("fbs", "ready_for_shipment")]
    control(sandbox, "clock", {"advance": 120})  # a label takes up to a minute after packing
    assert ozon.label([ready[0].remote_id]).startswith(b"%PDF")


@pytest.fixture
def receiver() -> Iterator[tuple[str, list[IncomingWebhook]]]:
    """A receiver on loopback that answers as the connector says."""
    arrived: list[IncomingWebhook] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            incoming = IncomingWebhook(
                method="POST",
                url="https://hub.example/hooks/ozon/t/",
                headers={name.lower(): value for name, value in self.headers.items()},
                body=self.rfile.read(int(self.headers["Content-Length"])),
                source_ip="195.34.21.9",
                received_at=datetime.now(UTC),
            )
            reply = ozon_connector.webhooks.reply(incoming, ozon_connector.webhooks.parse(incoming))
            arrived.append(incoming)
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", arrived
    server.shutdown()
    server.server_close()


def test_a_sale_is_pushed_and_the_push_names_the_posting(
    ozon: ozon_connector, sandbox: Running, receiver: tuple[str, list[IncomingWebhook]]
) -> None:
    url, arrived = receiver
    control(sandbox, "webhook", {"url": url})
    before = {order.remote_id for order in orders(ozon)}
    sku = next(ozon.pull_products()).items[0].variants[0].sku
    control(sandbox, "sell", {"sku": sku, "quantity": 1, "scheme": "fbs"})
    handler, until = ozon.webhooks, monotonic() + 10
    while monotonic() < until and not [each for each in arrived if b"TYPE_NEW_POSTING" in each.body]:
        sleep(0.02)
    pushed = [handler.parse(each) for each in arrived if b"TYPE_NEW_POSTING" in each.body]
    for each in arrived:
        handler.verify(each, KEYS)
    (new,) = {order.remote_id for order in orders(ozon)} - before
    assert {event.remote_ids for event in pushed} == {(new,)}
    assert {event.remote_account_id for event in pushed} == {"1001"}
