"""Orders and returns in our words."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from marketplaces.canonical.returns import ReturnStatus
from marketplaces.canonical.statuses import OrderStatus, Scheme
from marketplaces.connectors.shopee import mapping
from marketplaces.framework.errors import UnexpectedPayload
from tests.marketplaces.connectors.shopee import samples


def test_the_contracts_order_is_read_whole():
    found = mapping.order(samples.order())
    assert (found.remote_id, found.number, found.currency) == ("260101ABCDEFGH", "260101ABCDEFGH", "THB")
    assert found.status is OrderStatus.CONFIRMED
    assert found.total == Decimal("255.5")
    assert found.shipping_cost == Decimal("15.5")
    assert found.placed_at == datetime(2025, 12, 31, 23, 50, tzinfo=UTC)
    assert found.ship_by == datetime(2026, 1, 3, tzinfo=UTC)
    (line,) = found.lines
    assert (line.remote_product_id, line.remote_variant_id, line.sku) == ("2000001", "7000001", "TEA-G")
    assert (line.quantity, line.unit_price, line.discount, line.title) == (2, Decimal(120), 0, "Tea, Green")
    (parcel,) = found.parcels
    assert (parcel.remote_id, parcel.lines) == ("OFG100200300", {line.remote_id: 2})
    assert found.raw == samples.order()


def test_masked_names_and_addresses_are_kept_as_they_are():
    found = mapping.order(samples.order())
    assert (found.buyer.name, found.buyer.remote_id) == ("b****r", "55501")
    address = found.shipping_address
    assert (address.name, address.phone, address.line1) == ("J****n", "******12", "****")
    assert (address.line2, address.city, address.postcode, address.country) == ("Bang Sue", "Bangkok", "10800", "TH")


def test_a_package_that_names_the_goods_alone_holds_the_bundles_line():
    goods = samples.item(order_item_id=55, promotion_group_id=3)
    found = mapping.order(samples.order(item_list=[goods, samples.item(item_id=9, order_item_id=9)]))
    assert found.parcels[0].lines == {"2000001-7000001-55-3": 2}


def test_a_package_that_names_the_order_item_holds_only_its_line():
    bundle, alone = samples.item(order_item_id=55, promotion_group_id=3), samples.item()
    row = {"item_id": 2000001, "model_id": 7000001, "model_quantity": 2, "order_item_id": 2000001}
    found = mapping.order(
        samples.order(item_list=[bundle, alone], package_list=[samples.package(item_list=[row | {"order_item_id": 8}])])
    )
    assert found.parcels[0].lines == {}
    found = mapping.order(samples.order(item_list=[bundle, alone], package_list=[samples.package(item_list=[row])]))
    assert found.parcels[0].lines == {"2000001-7000001-2000001-0": 2}


@pytest.mark.parametrize(
    ("remote", "ours"),
    {
        "UNPAID": "pending", "PENDING": "pending", "INVOICE_PENDING": "confirmed", "READY_TO_SHIP": "confirmed",
        "PROCESSED": "ready_for_shipment", "RETRY_SHIP": "ready_for_shipment", "SHIPPED": "shipped",
        "TO_CONFIRM_RECEIVE": "delivered", "COMPLETED": "delivered", "TO_RETURN": "delivered",
        "CANCELLED": "cancelled", "SOMETHING_NEW": "unknown",
    }.items(),
)  # fmt: skip
def test_each_status_has_its_word(remote, ours):
    found = mapping.order(samples.order(order_status=remote))
    assert (found.status, found.remote_status, found.cancel_requested) == (ours, remote, False)


@pytest.mark.parametrize(
    ("package", "ours"),
    [
        ("LOGISTICS_READY", "confirmed"), ("LOGISTICS_REQUEST_CREATED", "ready_for_shipment"),
        ("LOGISTICS_PICKUP_RETRY", "ready_for_shipment"), ("LOGISTICS_PICKUP_DONE", "shipped"),
        ("LOGISTICS_DELIVERY_DONE", "shipped"),
    ],
)  # fmt: skip
def test_a_buyer_who_asks_to_cancel_moves_nothing(package, ours):
    packages = [samples.package(logistics_status=package)]
    found = mapping.order(samples.order(order_status="IN_CANCEL", package_list=packages))
    assert found.cancel_requested
    assert (found.status, found.remote_status) == (ours, "IN_CANCEL")


@pytest.mark.parametrize(
    ("states", "ours"),
    [
        (("LOGISTICS_READY", "LOGISTICS_PICKUP_DONE"), "processing"),
        (("LOGISTICS_REQUEST_CREATED", "LOGISTICS_PICKUP_DONE"), "ready_for_shipment"),
        (("LOGISTICS_PICKUP_DONE", "LOGISTICS_DELIVERY_DONE"), "shipped"), ((), "confirmed"),
    ],
)  # fmt: skip
def test_a_split_order_that_is_to_be_cancelled_stands_where_its_packages_stand(states, ours):
    packages = [samples.package(package_number=str(n), logistics_status=state) for n, state in enumerate(states)]
    assert mapping.order(samples.order(order_status="IN_CANCEL", package_list=packages)).status == ours


def test_a_split_order_of_which_one_package_left_is_being_processed():
    packages = [samples.package(), samples.package(package_number="B", logistics_status="LOGISTICS_PICKUP_DONE")]
    assert mapping.order(samples.order(package_list=packages)).status is OrderStatus.PROCESSING


@pytest.mark.parametrize(
    ("flag", "scheme"),
    [("fulfilled_by_shopee", Scheme.MARKETPLACE), ("fulfilled_by_local_seller", Scheme.SELLER), ("", Scheme.SELLER)],
)
def test_who_sends_the_parcel_is_told_apart(flag, scheme):
    assert mapping.order(samples.order(fulfillment_flag=flag)).scheme is scheme


def test_a_product_without_variations_has_no_variant_id():
    (line,) = mapping.order_lines([samples.item(model_id=0, model_name="", model_sku="")])
    assert (line.remote_variant_id, line.sku, line.title) == ("", "TEA", "Tea")


def test_the_same_goods_in_several_deals_are_lines_of_their_own():
    rows = [
        samples.item(),
        samples.item(order_item_id=1, promotion_group_id=1),
        samples.item(add_on_deal_id=99),
        samples.item(),
    ]
    ids = [line.remote_id for line in mapping.order_lines(rows)]
    assert len(set(ids)) == 4
    assert ids == [line.remote_id for line in mapping.order_lines(rows)]


def test_a_bundle_deal_without_a_price_per_piece_takes_the_original_one():
    (line,) = mapping.order_lines([samples.item(promotion_type="bundle_deal", model_discounted_price=0)])
    assert line.unit_price == 150


def test_a_gift_stays_free():
    (line,) = mapping.order_lines([samples.item(promotion_type="add_on_deal_sub", model_discounted_price=0)])
    assert line.unit_price == 0


@pytest.mark.parametrize(
    ("told", "shipping", "discount"),
    [
        ({"total_amount": 270, "estimated_shipping_fee": 30}, 30, 0),
        ({"total_amount": 260, "estimated_shipping_fee": 30}, 30, 10),
        ({"total_amount": 230}, 0, 10),
        ({"total_amount": 265, "estimated_shipping_fee": 30, "actual_shipping_fee": 25,
          "actual_shipping_fee_confirmed": True}, 25, 0),
        ({"total_amount": 0, "estimated_shipping_fee": 30}, 30, 0),
        ({"total_amount": None}, 0, 0),
        ({"total_amount": 300, "estimated_shipping_fee": 30}, 30, 0),
    ],
)  # fmt: skip
def test_what_stands_between_lines_and_total_is_fee_or_discount(told, shipping, discount):
    found = mapping.order(samples.order(**told))
    assert (found.shipping_cost, found.discount) == (shipping, discount)


def test_money_is_exact():
    found = mapping.order(samples.order(total_amount=Decimal("99999999999.9999")))
    assert found.total == Decimal("99999999999.9999")


@pytest.mark.parametrize(
    ("field", "value"),
    [("order_sn", None), ("currency", ""), ("create_time", "soon"), ("update_time", 0), ("total_amount", "NaN"),
     ("item_list", {}), ("package_list", "none"), ("recipient_address", []), ("order_status", None),
     ("create_time", 10**20), ("pay_time", True)],
)  # fmt: skip
def test_a_field_of_another_form_is_named(field, value):
    with pytest.raises(UnexpectedPayload) as caught:
        mapping.order(samples.order(**{field: value}))
    assert caught.value.path == field


def test_an_order_without_the_optional_fields_is_read():
    raw = {
        k: v
        for k, v in samples.order().items()
        if k not in {"item_list", "package_list", "recipient_address", "total_amount"}
    }
    found = mapping.order(raw)
    assert (found.lines, found.parcels, found.total) == ((), (), None)


@pytest.mark.parametrize(
    ("remote", "ours"),
    {
        "REQUESTED": "requested", "ACCEPTED": "accepted", "PROCESSING": "accepted", "JUDGING": "disputed",
        "SELLER_DISPUTE": "disputed", "CANCELLED": "cancelled", "CLOSED": "closed", "REFUND_PAID": "refunded",
        "NEW": "unknown",
    }.items(),
)  # fmt: skip
def test_each_return_status_has_its_word(remote, ours):
    found = mapping.order_return(samples.order_return(status=remote))
    assert (found.status, found.remote_status) == (ReturnStatus(ours), remote)


def test_a_return_is_read_whole():
    found = mapping.order_return(samples.order_return())
    assert (found.remote_id, found.order_remote_id, found.refund_amount) == ("200203171852695", "260101ABCDEFGH", 120)
    (line,) = found.lines
    assert (line.remote_product_id, line.remote_variant_id, line.sku, line.quantity) == ("2000001", "", "TEA", 1)
