"""Confirming a parcel: the right package, one way of handing over, and never twice."""

import pytest

from marketplaces.canonical.shipments import ShipmentLine, ShipmentRequest
from marketplaces.framework.errors import Rejected, Unavailable
from tests.marketplaces.connectors.shopee import samples
from tests.marketplaces.connectors.shopee.conftest import bad, good

SN = "260101ABCDEFGH"
LINE = "2000001-7000001-2000001-0"
DETAIL, PARAMETER = "order/get_order_detail", "logistics/get_shipping_parameter"
SHIP, TRACKING = "logistics/ship_order", "logistics/get_tracking_number"
PICKUP = {
    "info_needed": {"pickup": ["address_id", "pickup_time_id"], "dropoff": None},
    "pickup": {"address_list": [
        {"address_id": 1, "address_flag": [], "time_slot_list": []},
        {"address_id": 2, "address_flag": ["default_address"], "time_slot_list": [
            {"date": 1767300000, "pickup_time_id": "early", "flags": []},
            {"date": 1767400000, "pickup_time_id": "best", "flags": ["recommended"]}]},
    ]},
}  # fmt: skip


def request(units=2, line=LINE, **more):
    lines = (ShipmentLine(remote_line_id=line, sku="TEA-G", quantity=units),)
    return ShipmentRequest(**{"ref": "s1", "order_remote_id": SN, "lines": lines, **more})


@pytest.fixture
def there(remote):
    """What Shopee holds: an order to ship, by pickup, tracking number at once."""

    def put(parameter=PICKUP, tracking="TH0001", **order):
        remote.answers(DETAIL, good({"order_list": [samples.order(**order)]}))
        remote.answers(PARAMETER, good(parameter))
        remote.answers(SHIP, good())
        remote.answers(TRACKING, good({"tracking_number": tracking}))

    put()
    return put


def test_a_parcel_is_picked_up_from_the_default_address_at_the_recommended_time(shopee, remote, there):
    result = shopee.confirm_shipment(request())
    (sent,) = remote.asked("logistics/ship_order")
    assert sent.body == {"order_sn": SN, "pickup": {"address_id": 2, "pickup_time_id": "best"}}
    assert (result.visible, result.tracking_number, result.parcel_remote_id) == (True, "TH0001", "OFG100200300")
    assert result.carrier == "Standard"


def test_a_pickup_that_asks_for_a_tracking_number_gets_ours(shopee, remote, there):
    offered = PICKUP | {"info_needed": {"pickup": ["address_id", "pickup_time_id", "tracking_number"]}}
    there(parameter=offered)
    with pytest.raises(Rejected) as caught:
        shopee.confirm_shipment(request())
    assert list(caught.value.fields) == ["tracking_number"]
    assert remote.asked("logistics/ship_order") == []
    shopee.confirm_shipment(request(tracking_number="OWN1"))
    assert remote.asked("logistics/ship_order")[0].body["pickup"]["tracking_number"] == "OWN1"


def test_a_bundle_in_a_split_order_is_found_by_its_goods(shopee, remote, there):
    halves = [
        samples.package(package_number=name, item_list=[{"item_id": 2000001, "model_id": 7000001, "model_quantity": 1}])
        for name in ("P1", "P2")
    ]
    there(item_list=[samples.item(order_item_id=55, promotion_group_id=3)], package_list=halves)
    shopee.confirm_shipment(request(units=1, line="2000001-7000001-55-3"))
    assert remote.asked("logistics/ship_order")[0].body["package_number"] == "P1"


def test_a_package_number_is_not_sent_for_an_order_that_is_not_split(shopee, remote, there):
    shopee.confirm_shipment(request(parcel_remote_id="OFG100200300"))
    assert all(
        "package_number" not in dict(call.query) and "package_number" not in (call.body or {}) for call in remote.seen
    )


def test_the_tracking_number_may_come_later_and_nothing_is_arranged_again(shopee, remote, there):
    there(tracking="")
    first = shopee.confirm_shipment(request())
    assert (first.visible, first.tracking_number) == (False, "")
    there(tracking="TH0002")  # the order still shows its old state
    second = shopee.confirm_shipment(request(progress=first.progress))
    assert (second.visible, second.tracking_number) == (True, "TH0002")
    assert len(remote.asked("logistics/ship_order")) == 1


@pytest.mark.parametrize("status", ["PROCESSED", "SHIPPED", "TO_CONFIRM_RECEIVE", "COMPLETED"])
def test_an_order_that_was_arranged_before_is_not_arranged_again(shopee, remote, there, status):
    there(order_status=status)
    assert shopee.confirm_shipment(request()).tracking_number == "TH0001"
    assert remote.asked("logistics/ship_order") == []


def test_a_failed_pickup_is_arranged_anew(shopee, remote, there):
    there(order_status="RETRY_SHIP", package_list=[samples.package(logistics_status="LOGISTICS_PICKUP_RETRY")])
    shopee.confirm_shipment(request())
    assert len(remote.asked("logistics/ship_order")) == 1


def test_that_it_was_shipped_already_counts_as_done(shopee, remote, there):
    remote.answers(SHIP, bad("logistics.package_already_shipped"))
    assert shopee.confirm_shipment(request()).visible


def test_a_lost_answer_is_not_followed_by_a_second_order_to_ship(shopee, remote, there):
    remote.answers(SHIP, bad("error_server"))
    with pytest.raises(Unavailable) as caught:
        shopee.confirm_shipment(request())
    assert caught.value.maybe_done
    assert len(remote.asked("logistics/ship_order")) == 1


@pytest.mark.parametrize("status", ["UNPAID", "PENDING", "INVOICE_PENDING", "IN_CANCEL", "CANCELLED", "SOMETHING_NEW"])
def test_an_order_in_another_state_is_refused_with_a_sentence(shopee, remote, there, status):
    there(order_status=status)
    with pytest.raises(Rejected) as caught:
        shopee.confirm_shipment(request())
    assert caught.value.remote_code == status
    assert len(str(caught.value)) > 20
    assert remote.asked("logistics/ship_order") == []


def test_dropping_off_sends_an_empty_mode_where_nothing_is_asked(shopee, remote, there):
    there(parameter={"info_needed": {"dropoff": []}, "dropoff": None, "pickup": None})
    shopee.confirm_shipment(request())
    assert remote.asked("logistics/ship_order")[0].body == {"order_sn": SN, "dropoff": {}}


def test_dropping_off_sends_exactly_what_is_asked(shopee, remote, there, settings_of_connection):
    settings_of_connection["sender_real_name"] = "Somchai"
    offered = {"branch_list": [{"branch_id": 77}], "slug_list": [{"slug": "th-post"}]}
    there(parameter={"info_needed": {"dropoff": ["branch_id", "sender_real_name"]}, "dropoff": offered})
    shopee.confirm_shipment(request())
    assert remote.asked("logistics/ship_order")[0].body["dropoff"] == {"branch_id": 77, "sender_real_name": "Somchai"}


def test_what_only_the_seller_knows_is_asked_of_the_seller(shopee, remote, there):
    there(parameter={"info_needed": {"dropoff": ["sender_real_name", "tracking_number"]}, "dropoff": {}})
    with pytest.raises(Rejected) as caught:
        shopee.confirm_shipment(request())
    assert caught.value.fields.keys() == {"sender_real_name", "tracking_number"}


def test_an_own_carrier_takes_our_tracking_number(shopee, remote, there):
    there(parameter={"info_needed": {"non_integrated": ["tracking_number"]}}, tracking="")
    result = shopee.confirm_shipment(request(tracking_number="OWN1"))
    assert remote.asked("logistics/ship_order")[0].body == {
        "order_sn": SN,
        "non_integrated": {"tracking_number": "OWN1"},
    }
    assert (result.visible, result.tracking_number) == (True, "OWN1")


def test_an_own_carrier_needs_a_tracking_number(shopee, remote, there):
    there(parameter={"info_needed": {"non_integrated": ["tracking_number"]}})
    with pytest.raises(Rejected) as caught:
        shopee.confirm_shipment(request())
    assert "tracking_number" in caught.value.fields


def test_the_connection_may_prefer_a_way(shopee, remote, there, settings_of_connection):
    settings_of_connection["shipping_mode"] = "dropoff"
    there(parameter=PICKUP | {"info_needed": {"pickup": ["address_id"], "dropoff": []}})
    shopee.confirm_shipment(request())
    assert "dropoff" in remote.asked("logistics/ship_order")[0].body


def test_no_way_at_all_is_said(shopee, there):
    there(parameter={"info_needed": {}})
    with pytest.raises(Rejected):
        shopee.confirm_shipment(request())


SPLIT = [
    samples.package(package_number="P1", item_list=[{"item_id": 2000001, "model_id": 7000001, "model_quantity": 2}]),
    samples.package(package_number="P2", item_list=[{"item_id": 2000001, "model_id": 7000001, "model_quantity": 1}]),
]


def test_a_package_of_a_split_order_is_found_by_what_is_in_it(shopee, remote, there):
    there(package_list=SPLIT, item_list=[samples.item(model_quantity_purchased=3)])
    result = shopee.confirm_shipment(request(units=1))
    assert remote.asked("logistics/ship_order")[0].body["package_number"] == "P2"
    assert remote.asked("logistics/get_shipping_parameter")[0].value("package_number") == "P2"
    assert result.parcel_remote_id == "P2"


def test_a_package_of_a_split_order_is_found_by_its_number(shopee, remote, there):
    there(package_list=SPLIT, item_list=[samples.item(model_quantity_purchased=3)])
    shopee.confirm_shipment(request(units=1, parcel_remote_id="P1"))
    assert remote.asked("logistics/ship_order")[0].body["package_number"] == "P1"


def test_a_parcel_that_no_package_fits_is_refused(shopee, there):
    there(package_list=SPLIT, item_list=[samples.item(model_quantity_purchased=3)])
    with pytest.raises(Rejected):
        shopee.confirm_shipment(request(units=3))


def test_a_part_of_an_order_that_is_not_split_is_refused(shopee, remote, there):
    rest = (ShipmentLine(remote_line_id=LINE, sku="TEA-G", quantity=1),)
    with pytest.raises(Rejected) as caught:
        shopee.confirm_shipment(request(units=1, rest=rest))
    assert "Split" in str(caught.value)
    assert remote.asked("logistics/ship_order") == []
