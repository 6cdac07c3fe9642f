"""Cancelling: whole orders, where the merchant allowed it."""

import pytest

from marketplaces.canonical.shipments import CancelRequest, ShipmentLine
from marketplaces.connectors.amazon.connector import AmazonConnector
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import AlreadyDone, Rejected, Unavailable

from .samples import order

NUMBER = "111-2223334-5556667"
ORDER = f"GET /orders/2026-01-01/orders/{NUMBER}"
CANCEL = f"PUT /orders/2026-01-01/orders/{NUMBER}/cancellation"


def request(**more):
    return CancelRequest(ref="c", order_remote_id=NUMBER, **{"reason": "NO_INVENTORY", **more})


def test_it_is_offered_only_where_the_merchant_allowed_it():
    assert Capability.CANCEL in AmazonConnector.able({"cancelling": "yes"})
    assert Capability.CANCEL not in AmazonConnector.able({})


def test_every_reason_has_a_title(amazon):
    reasons = amazon.cancel_reasons(NUMBER)
    assert {each.code for each in reasons} == {
        "NO_INVENTORY", "BUYER_CANCELLED", "SHIPPING_ADDRESS_UNDELIVERABLE", "CUSTOMER_EXCHANGE", "PRICING_ERROR",
    }  # fmt: skip
    assert all(each.title for each in reasons)


@pytest.mark.parametrize("status", ["UNSHIPPED", "PENDING"])
def test_a_whole_order_is_cancelled_with_its_reason(amazon, remote, status):
    remote.answers(ORDER, {"order": order(status)})
    remote.answers(CANCEL, (204, b""))
    amazon.cancel(request())
    assert remote.asked(CANCEL)[0].body == {"cancelReason": "NO_INVENTORY"}


@pytest.mark.parametrize(
    ("status", "kind"), [("CANCELLED", AlreadyDone), ("SHIPPED", Rejected), ("PARTIALLY_SHIPPED", Rejected)]
)
def test_an_order_that_cannot_be_cancelled(amazon, remote, status, kind):
    remote.answers(ORDER, {"order": order(status)})
    with pytest.raises(kind):
        amazon.cancel(request())
    assert remote.asked(CANCEL) == []


def test_what_amazon_sends_is_not_cancelled_from_here(amazon, remote):
    row = order()
    row["fulfillment"]["fulfilledBy"] = "AMAZON"
    remote.answers(ORDER, {"order": row})
    with pytest.raises(Rejected):
        amazon.cancel(request())


def test_single_lines_and_unknown_reasons_are_refused_here(amazon, remote):
    with pytest.raises(Rejected):
        amazon.cancel(request(reason="BORED"))
    with pytest.raises(Rejected):
        amazon.cancel(request(lines=(ShipmentLine(remote_line_id="1", sku="A", quantity=1),)))
    assert remote.seen == []


def test_a_lost_answer_is_not_sent_again(amazon, remote):
    remote.answers(ORDER, {"order": order()})
    remote.answers(CANCEL, (500, {"errors": [{"code": "InternalFailure", "message": "sorry"}]}))
    with pytest.raises(Unavailable) as caught:
        amazon.cancel(request())
    assert caught.value.maybe_done
    assert len(remote.asked(CANCEL)) == 1
