"""Parcels outward: told once, recognised when told again, refused where they are not ours to tell."""

import pytest

from marketplaces.canonical.shipments import ShipmentLine, ShipmentRequest
from marketplaces.canonical.statuses import Scheme
from marketplaces.connectors.amazon.shipping import reference_of
from marketplaces.framework.errors import AlreadyDone, Rejected

from .conftest import GERMANY
from .samples import order, package

ORDER = "GET /orders/2026-01-01/orders/111-2223334-5556667"
CONFIRM = "POST /orders/v0/orders/111-2223334-5556667/shipmentConfirmation"
LINE = ShipmentLine(remote_line_id="60000000000001", sku="MUG-1", quantity=2)


def request(**more):
    given = {"tracking_number": "0034000", "carrier": "DHL", "lines": (LINE,), **more}
    return ShipmentRequest(ref="parcel-1", order_remote_id="111-2223334-5556667", **given)


def test_a_parcel_is_told_and_seen_later(amazon, remote):
    told = package(packageReferenceId=reference_of("parcel-1"), trackingNumber="0034000")
    remote.answers(ORDER, {"order": order()}, {"order": order("SHIPPED", packages=[told])})
    remote.answers(CONFIRM, (204, b""))
    first = amazon.confirm_shipment(request())
    assert (first.visible, first.parcel_remote_id) == (False, reference_of("parcel-1"))
    again = amazon.confirm_shipment(request(progress=first.progress))
    assert (again.visible, again.parcel_remote_id) == (True, first.parcel_remote_id)
    (asked,) = remote.asked(CONFIRM)
    detail = asked.body["packageDetail"]
    assert asked.body["marketplaceId"] == GERMANY
    assert (detail["carrierCode"], detail["trackingNumber"]) == ("DHL", "0034000")
    assert detail["orderItems"] == [{"orderItemId": "60000000000001", "quantity": 2}]
    assert isinstance(detail["packageReferenceId"], str)


def test_what_was_told_is_not_told_again_while_it_does_not_show(amazon, remote):
    remote.answers(ORDER, {"order": order()})
    found = amazon.confirm_shipment(request(progress={"told": reference_of("parcel-1")}))
    assert not found.visible
    assert remote.asked(CONFIRM) == []


@pytest.mark.parametrize("status", ["PARTIALLY_SHIPPED", "SHIPPED"])
def test_another_tracking_number_is_told_under_the_same_reference(amazon, remote, status):
    """So the parcel that is there is corrected."""
    told = package(packageReferenceId=reference_of("parcel-1"), trackingNumber="WRONG")
    remote.answers(ORDER, {"order": order(status, packages=[told])})
    remote.answers(CONFIRM, (204, b""))
    amazon.confirm_shipment(request())
    assert remote.asked(CONFIRM)[0].body["packageDetail"]["packageReferenceId"] == reference_of("parcel-1")


@pytest.mark.parametrize("ref", ["parcel-1", "", "0", "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "посылка"])
def test_a_reference_is_text_of_positive_digits(ref):
    found = reference_of(ref)
    assert found.isascii() and found.isdigit() and int(found) > 0
    assert found == reference_of(ref)


@pytest.mark.parametrize(
    ("carrier", "code", "name"),
    [("dhl", "DHL", "DHL"), ("Royal Mail", "Royal Mail", "Royal Mail"), ("Bike Courier", "Other", "Bike Courier")],
)
def test_a_carrier_that_amazon_does_not_know_goes_by_its_name(amazon, remote, carrier, code, name):
    remote.answers(ORDER, {"order": order()})
    remote.answers(CONFIRM, (204, b""))
    amazon.confirm_shipment(request(carrier=carrier))
    detail = remote.asked(CONFIRM)[0].body["packageDetail"]
    assert (detail["carrierCode"], detail["carrierName"]) == (code, name)


@pytest.mark.parametrize("missing", ["tracking_number", "carrier"])
def test_a_parcel_needs_carrier_and_number(amazon, remote, missing):
    with pytest.raises(Rejected) as caught:
        amazon.confirm_shipment(request(**{missing: " "}))
    assert caught.value.fix
    assert remote.seen == []


def test_what_amazon_sends_is_not_told(amazon, remote):
    row = order()
    row["fulfillment"]["fulfilledBy"] = "AMAZON"
    remote.answers(ORDER, {"order": row})
    with pytest.raises(Rejected):
        amazon.confirm_shipment(request())
    with pytest.raises(Rejected):
        amazon.confirm_shipment(request(scheme=Scheme.MARKETPLACE))
    assert remote.asked(CONFIRM) == []


@pytest.mark.parametrize(
    ("status", "kind"),
    [("CANCELLED", Rejected), ("UNFULFILLABLE", Rejected), ("PENDING", Rejected), ("SHIPPED", AlreadyDone)],
)
def test_an_order_that_cannot_be_sent(amazon, remote, status, kind):
    remote.answers(ORDER, {"order": order(status)})
    with pytest.raises(kind):
        amazon.confirm_shipment(request())


def test_an_unknown_package_of_an_order_that_is_all_sent_counts_as_done(amazon, remote):
    remote.answers(ORDER, {"order": order()})
    refused = {"errors": [{"code": "PackageToUpdateNotFound", "message": "not found"}]}
    remote.answers(CONFIRM, (400, refused))
    with pytest.raises(AlreadyDone):
        amazon.confirm_shipment(request())


def test_any_other_refusal_is_told(amazon, remote):
    remote.answers(ORDER, {"order": order()})
    remote.answers(CONFIRM, (400, {"errors": [{"code": "InvalidInput", "message": "OrderItemId is invalid"}]}))
    with pytest.raises(Rejected, match="OrderItemId is invalid"):
        amazon.confirm_shipment(request())
