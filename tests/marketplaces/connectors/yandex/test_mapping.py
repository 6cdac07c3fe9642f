"""Orders, returns and offers to canonical words: every documented status, exact money, both ways to write a moment."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from marketplaces.canonical.returns import ReturnStatus
from marketplaces.canonical.statuses import ListingStatus, OrderStatus, Scheme
from marketplaces.connectors.yandex.goods import price_level, product, stock_level
from marketplaces.connectors.yandex.mapping import status_of, unit_price, yandex_order
from marketplaces.connectors.yandex.reading import find_moment
from marketplaces.connectors.yandex.returns import STATUSES as REFUNDS
from marketplaces.connectors.yandex.returns import WAYS, returned
from marketplaces.connectors.yandex.shops import Shop
from marketplaces.framework.errors import UnexpectedPayload
from tests.conftest import shared

from .samples import BUYER, MAPPING, ORDER, RETURN

SHOP = Shop(
    number="21000001", name="Lumen", cabinet="5001", cabinet_name="Lumen", model="FBS", availability="AVAILABLE"
)  # fmt: skip


def words(schema: str) -> set[str]:
    """An enumeration of the official specification."""
    folder: Path = shared("contracts/yandex")
    found = json.loads((folder / "yandex-market-partner-api.trimmed.json").read_text())
    return set(found["components"]["schemas"][schema]["enum"])


def test_every_documented_status_has_its_place() -> None:
    left = {word for word in words("OrderStatusType") if status_of(word, "") is OrderStatus.UNKNOWN}
    assert left == {"UNKNOWN"}


def test_every_documented_return_status_has_its_place() -> None:
    assert words("RefundStatusType") - REFUNDS.keys() == {"UNKNOWN"}
    assert words("ReturnShipmentStatusType") - WAYS.keys() == {"UNKNOWN"}


@pytest.mark.parametrize(
    ("status", "substatus", "unified"),
    [
        ("PLACING", "ASYNC_PROCESSING", OrderStatus.PENDING),
        ("RESERVED", "AWAIT_PAYMENT", OrderStatus.PENDING),
        ("UNPAID", "WAITING_USER_INPUT", OrderStatus.PENDING),
        ("PENDING", "AWAIT_CONFIRMATION", OrderStatus.PENDING),
        ("PROCESSING", "STARTED", OrderStatus.CONFIRMED),
        ("PROCESSING", "PACKAGING", OrderStatus.PROCESSING),
        ("PROCESSING", "READY_TO_SHIP", OrderStatus.READY_FOR_SHIPMENT),
        ("PROCESSING", "SHIPPED", OrderStatus.SHIPPED),
        ("PROCESSING", "A_STAGE_OF_TOMORROW", OrderStatus.PROCESSING),
        ("DELIVERY", "COURIER_FOUND", OrderStatus.SHIPPED),
        ("PICKUP", "PICKUP_SERVICE_RECEIVED", OrderStatus.SHIPPED),
        ("DELIVERED", "DELIVERY_SERVICE_DELIVERED", OrderStatus.DELIVERED),
        ("CANCELLED", "USER_CHANGED_MIND", OrderStatus.CANCELLED),
        ("PARTIALLY_RETURNED", "DELIVERY_SERVICE_DELIVERED", OrderStatus.PARTIALLY_REFUNDED),
        ("RETURNED", "DELIVERY_SERVICE_DELIVERED", OrderStatus.REFUNDED),
        ("UNKNOWN", "UNKNOWN", OrderStatus.UNKNOWN),
        ("A_STATUS_OF_TOMORROW", "", OrderStatus.UNKNOWN),
    ],
)
def test_a_status_means_what_the_contract_says(status: str, substatus: str, unified: OrderStatus) -> None:
    assert status_of(status, substatus) is unified


def test_an_order_says_all_that_the_market_told() -> None:
    order = yandex_order(ORDER, BUYER)
    assert (order.remote_id, order.number) == ("9007199254740993", "9007199254740993")
    assert (order.currency, order.total, order.shipping_cost) == ("RUB", Decimal(897), Decimal(99))
    assert (order.scheme, order.remote_scheme) == (Scheme.SELLER, "FBS")
    assert (order.remote_status, order.remote_substatus) == ("PROCESSING", "STARTED")
    assert order.placed_at == datetime(2026, 10, 1, 5, 30, tzinfo=UTC)
    assert order.ship_by == datetime(2026, 10, 2, 15, 0, tzinfo=UTC)
    assert (order.buyer.name, order.buyer.phone) == ("Ёлкин Пётр", "+79150000000")
    assert order.shipping_address.line1 == "ул. Льва Толстого, 18, 2"
    assert order.shipping_address.line2 == "этаж 4, кв. 42"
    assert (order.shipping_address.country, order.shipping_address.city) == ("RU", "Москва")
    assert order.buyer_note == "Позвоните за час"
    (line,) = order.lines
    assert (line.remote_id, line.sku, line.quantity, line.unit_price, line.discount) == (
        "501", "SKU-1", 2, Decimal(399), Decimal(0),
    )  # fmt: skip
    assert order.raw["items"] == ORDER["items"]


@pytest.mark.parametrize(
    ("paid", "count", "unit"), [("100", 3, "33.34"), ("0.01", 2, "0.01"), ("798", 2, "399"), ("5.5", 1, "5.5")]
)
def test_a_sum_of_all_units_stays_exact_however_it_divides(paid: str, count: int, unit: str) -> None:
    assert unit_price(Decimal(paid), count) == Decimal(unit)
    prices = {"payment": {"value": Decimal(paid), "currencyId": "UZS"}}
    item = {"id": 1, "offerId": "A", "offerName": "A", "count": count, "prices": prices}
    (line,) = yandex_order({**ORDER, "items": [item], "prices": prices}).lines
    assert line.unit_price * line.quantity - line.discount == Decimal(paid)


@pytest.mark.parametrize(("told", "ours"), [("RUR", "RUB"), ("UZS", "UZS"), ("KZT", "KZT"), ("BYR", "BYN")])
def test_roubles_get_the_name_they_have_today(told: str, ours: str) -> None:
    assert yandex_order({**ORDER, "prices": {"payment": {"value": 1, "currencyId": told}}}).currency == ours


def test_an_order_from_the_markets_warehouse_is_theirs() -> None:
    assert yandex_order({**ORDER, "programType": "FBY"}).scheme is Scheme.MARKETPLACE


def test_lines_that_nobody_took_are_counted_as_gone() -> None:
    item = ORDER["items"][0] | {"itemStatuses": [{"status": "REJECTED", "count": 1}]}
    assert yandex_order({**ORDER, "items": [item]}).lines[0].cancelled_quantity == 1


def test_boxes_are_parcels() -> None:
    box = {"boxId": 31, "barcode": "1-1", "items": [{"id": 501, "fullCount": 2}]}
    (parcel,) = yandex_order({**ORDER, "delivery": {**ORDER["delivery"], "boxesLayout": [box]}}).parcels
    assert (parcel.remote_id, dict(parcel.lines)) == ("31", {"501": 2})


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"orderId": None}, "orderId"),
        ({"status": None}, "status"),
        ({"creationDate": "tomorrow"}, "creationDate"),
        ({"items": [{"id": 1, "offerId": "A", "count": "many"}]}, "items[].count"),
        ({"prices": {}, "items": []}, "prices.payment.currencyId"),
    ],
)
def test_a_field_that_cannot_be_read_is_named(change: dict[str, Any], path: str) -> None:
    with pytest.raises(UnexpectedPayload) as caught:
        yandex_order({**ORDER, **change})
    assert caught.value.path == path


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        ("2026-10-01T08:30:00+03:00", datetime(2026, 10, 1, 5, 30, tzinfo=UTC)),
        ("2026-10-01T05:30:00Z", datetime(2026, 10, 1, 5, 30, tzinfo=UTC)),
        ("2026-10-01T08:30:00.213+05:00", datetime(2026, 10, 1, 3, 30, 0, 213000, tzinfo=UTC)),
        ("01-10-2026 08:30:00", datetime(2026, 10, 1, 5, 30, tzinfo=UTC)),
        ("01-10-2026", datetime(2026, 9, 30, 21, 0, tzinfo=UTC)),
        ("2026-10-01", datetime(2026, 9, 30, 21, 0, tzinfo=UTC)),
        ("29-03-2026 02:30:00", datetime(2026, 3, 28, 23, 30, tzinfo=UTC)),  # a night of clock changes elsewhere
        ("25-10-2026 02:30:00", datetime(2026, 10, 24, 23, 30, tzinfo=UTC)),
        (None, None),
        ("", None),
    ],
)
def test_both_ways_to_write_a_moment_are_read(told: str | None, moment: datetime | None) -> None:
    assert find_moment(told, "x") == moment


def test_what_the_market_billed_is_the_fees_of_an_order() -> None:
    services = [{"type": "FEE", "actual": Decimal("63.84")}, {"type": "AGENCY", "actual": Decimal("0.96")}]
    order = yandex_order(ORDER, report={"id": 77000001, "commissions": services})
    assert (order.fees, order.net) == (Decimal("64.80"), None)
    assert order.raw["report"]["commissions"] == services


@pytest.mark.parametrize("report", [None, {"id": 77000001, "commissions": []}], ids=["no report", "nothing billed"])
def test_fees_that_are_not_told_are_not_nought(report: Any) -> None:
    assert yandex_order(ORDER, report=report).fees is None


def test_a_return_tells_money_and_goods() -> None:
    found = returned(RETURN)
    assert (found.remote_id, found.order_remote_id, found.status) == ("45000001", "77000001", ReturnStatus.REFUNDED)
    assert (found.refund_amount, found.currency, found.refund_given) == (Decimal("399.5"), "RUB", True)
    assert (found.came_back, found.reason, found.buyer_note, found.tracking_number) == (
        True,
        "BAD_QUALITY",
        "Скол",
        "RR1",
    )


def test_a_parcel_that_nobody_took_is_a_return_without_money() -> None:
    row = {**RETURN, "returnType": "UNREDEEMED", "shipmentStatus": "IN_TRANSIT"}
    found = returned({key: value for key, value in row.items() if key not in ("refundStatus", "amount")})
    assert (found.status, found.refund_amount, found.refund_given) == (ReturnStatus.ACCEPTED, None, False)


def test_an_offer_stands_in_each_shop_in_its_own_way() -> None:
    found = product(MAPPING, SHOP)
    (variant,) = found.variants
    assert (found.remote_id, found.title, found.category, found.weight_g) == ("SKU-1", "Кружка", "Кружки", 350)
    assert (variant.status, variant.gtin, variant.sku) == (ListingStatus.ACTIVE, "5412345001009", "SKU-1")
    assert (variant.price, variant.compare_price, variant.currency) == (Decimal(399), Decimal(499), "RUB")


def test_what_can_be_sold_is_told_without_what_lies_aside() -> None:
    kinds = [{"type": "FIT", "count": 9}, {"type": "FREEZE", "count": 2}, {"type": "AVAILABLE", "count": 7}]
    level = stock_level({"offerId": "0557722", "stocks": kinds})
    assert (level.sku, level.quantity, level.reserved) == ("0557722", 7, 2)
    assert stock_level({"offerId": "A", "stocks": []}).quantity == 0


def test_an_offer_without_a_price_has_no_level() -> None:
    assert price_level({"offerId": "A"}) is None
