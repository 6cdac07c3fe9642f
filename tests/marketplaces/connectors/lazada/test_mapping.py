"""Lazada's orders in our words."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from marketplaces.canonical.statuses import OrderStatus, Scheme
from marketplaces.connectors.lazada import mapping
from marketplaces.connectors.lazada.sandbox.vocabulary import ITEM_STATUSES
from marketplaces.framework.errors import UnexpectedPayload
from tests.marketplaces.connectors.lazada.samples import item, order

D = Decimal


def mapped(*items, **more):
    return mapping.order(order(**more), items or (item(1), item(2)))


def test_units_of_the_same_goods_at_the_same_price_are_one_line():
    found = mapped(item(2), item(1), item(3, item_price=0.0), item(4, sku="TEA-2", sku_id="7000002"))
    assert [(line.remote_id, line.sku, line.quantity, line.unit_price) for line in found.lines] == [
        ("900100200301", "TEA-1", 2, D("120.0")),
        ("900100200303", "TEA-1", 1, D("0.0")),
        ("900100200304", "TEA-2", 1, D("120.0")),
    ]


def test_a_line_keeps_its_id_when_its_first_unit_is_cancelled():
    found = mapped(item(1, status="canceled"), item(2))
    (line,) = found.lines
    assert (line.remote_id, line.quantity, line.cancelled_quantity) == ("900100200301", 2, 1)
    assert found.status is OrderStatus.CONFIRMED


def test_money_is_exact_and_adds_up_as_the_contract_says():
    found = mapped()
    assert (found.subtotal, found.shipping_cost, found.discount, found.total) == (
        D("240.00"), D("30.0"), D("10.0"), D("260.00"),
    )  # fmt: skip
    assert str(mapped(price="1,234,567.89").subtotal) == "1234567.89"
    assert found.currency == "THB"


def test_times_ids_people_and_raw_are_kept():
    found = mapped()
    assert found.remote_id == found.number == "900100200300"
    assert found.placed_at == datetime(2026, 1, 1, 0, 0, 17, tzinfo=UTC)
    assert found.ship_by == datetime(2026, 1, 3, 16, 59, 59, tzinfo=UTC)
    where = found.shipping_address
    assert (where.name, where.line1, where.city, where.region) == ("J***n", "1***9", "Bang Sue", "Bangkok")
    assert (where.line2, where.postcode, where.country) == ("Wong Sawang", "10800", "TH")
    assert found.billing_address is None
    assert len(found.raw["order_items"]) == 2


def test_ids_beyond_what_a_float_holds_stay_whole():
    big = 9007199254740993
    found = mapping.order(order(order_id=big, order_number=str(big)), [item(order_item_id=str(big))])
    assert (found.remote_id, found.number, found.lines[0].remote_id) == (str(big),) * 3


def test_every_status_of_the_contract_has_a_word_of_ours():
    assert mapping.ITEM_STATUS.keys() == set(ITEM_STATUSES)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["unpaid"], OrderStatus.PENDING),
        (["pending"], OrderStatus.CONFIRMED),
        (["topack"], OrderStatus.CONFIRMED),
        (["repacked"], OrderStatus.CONFIRMED),
        (["packed"], OrderStatus.PROCESSING),
        (["toship"], OrderStatus.PROCESSING),
        (["ready_to_ship"], OrderStatus.READY_FOR_SHIPMENT),
        (["shipped"], OrderStatus.SHIPPED),
        (["shipping"], OrderStatus.SHIPPED),
        (["delivered"], OrderStatus.DELIVERED),
        (["canceled"], OrderStatus.CANCELLED),
        (["returned"], OrderStatus.REFUNDED),
        (["shipped_back_success"], OrderStatus.REFUNDED),
        (["pending", "packed"], OrderStatus.CONFIRMED),
        (["canceled", "delivered"], OrderStatus.DELIVERED),
        (["canceled", "canceled"], OrderStatus.CANCELLED),
        (["canceled", "returned"], OrderStatus.REFUNDED),
        (["returned", "delivered"], OrderStatus.PARTIALLY_REFUNDED),
        (["returned", "shipped"], OrderStatus.PARTIALLY_REFUNDED),
        (["returned", "pending"], OrderStatus.CONFIRMED),
        (["delivered", "lost_by_3pl"], OrderStatus.SHIPPED),
        (["pending", "teleported"], OrderStatus.UNKNOWN),
    ],
)
def test_an_order_is_as_far_as_its_least_advanced_unit(words, wanted):
    found = mapped(*(item(place, status=word) for place, word in enumerate(words)))
    assert found.status is wanted
    assert set(found.remote_status.split(",")) == set(words)


@pytest.mark.parametrize("word", sorted(mapping.EXCEPTIONS))
def test_a_parcel_in_trouble_stays_shipped_and_says_so(word):
    found = mapped(item(1, status=word, package_id="FP1", tracking_code="LEX1"))
    assert found.status is OrderStatus.SHIPPED
    assert "LEX1" in found.dispute
    assert mapped().dispute == ""


def test_a_buyer_who_asks_to_cancel_is_told():
    assert mapped(item(1, is_cancel_pending="true"), item(2)).cancel_requested
    assert not mapped().cancel_requested


def test_lazada_sends_only_what_it_sends_whole():
    assert mapped(item(1, is_fbl="1"), item(2, is_fbl="1")).scheme is Scheme.MARKETPLACE
    assert mapped(item(1, is_fbl="1"), item(2)).scheme is Scheme.SELLER


def test_packages_hold_units_of_lines():
    found = mapped(
        item(1, status="packed", package_id="FP1", tracking_code="LEX1", shipment_provider="LEX TH"),
        item(2, status="packed", package_id="FP2", tracking_code="LEX2"),
        item(3, status="canceled", package_id="FP1"),
    )
    assert {each.remote_id: dict(each.lines) for each in found.parcels}.keys() == {"FP1", "FP2"}
    assert found.parcels[1].lines == {"900100200301": 1}
    assert found.tracking_number == ""  # two parcels have no one number


def test_goods_without_numbers_are_known_by_their_shop_sku():
    (line,) = mapped(item(1, sku_id="", product_id="")).lines
    assert (line.remote_product_id, line.remote_variant_id) == ("2000001", "7000001")


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        ({"created_at": "yesterday"}, "created_at"),
        ({"order_id": None}, "order_id"),
        ({"price": "a lot"}, "price"),
        ({"address_shipping": "Bangkok"}, "address_shipping"),
    ],
)
def test_an_unknown_form_names_the_field(broken, field):
    with pytest.raises(UnexpectedPayload) as caught:
        mapped(**broken)
    assert caught.value.path == field


def test_an_order_without_items_is_not_believed():
    with pytest.raises(UnexpectedPayload):
        mapping.order(order(), [])
