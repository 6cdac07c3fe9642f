"""Stock and prices of offers that are not live: written whole, as they were but for the one value."""

import pytest

from marketplaces.framework.errors import NotFound, Rejected
from tests.marketplaces.connectors.ebay import samples
from tests.marketplaces.connectors.ebay.test_batches import BULK, price, row, stock, told

OFFERS = "GET /sell/inventory/v1/offer"
NUMBER = samples.OFFER["offerId"]
OFFER = f"PUT /sell/inventory/v1/offer/{NUMBER}"
REFUSED = told(row(), row(offer=NUMBER, status=400, number=25713))


def draft(**more):
    return {"total": 1, "offers": [samples.offer(status="UNPUBLISHED", **more)]}


def test_the_stock_of_a_draft_is_written_with_all_that_was_there(ebay, remote):
    remote.answers(BULK, REFUSED)
    remote.answers(OFFERS, draft())
    remote.answers(OFFER, (204, {}))
    assert ebay.push_stock([stock(offer=NUMBER, quantity=12)])[0].ok
    (seen,) = remote.asked(OFFER)
    assert seen.body["availableQuantity"] == 12
    assert seen.body["pricingSummary"] == samples.OFFER["pricingSummary"]
    assert seen.body["listingPolicies"] == samples.OFFER["listingPolicies"]
    assert not {"offerId", "sku", "status", "listing"} & seen.body.keys()
    assert seen.headers["Content-Language"] == "de-DE"


def test_the_price_of_a_draft_is_written_and_its_stock_stays(ebay, remote):
    remote.answers(BULK, told(row(offer=NUMBER, status=400, number=25713)))
    remote.answers(OFFERS, draft())
    remote.answers(OFFER, (204, {}))
    assert ebay.push_price([price(offer=NUMBER, value="7.50")])[0].ok
    body = remote.asked(OFFER)[0].body
    assert body["pricingSummary"]["price"] == {"value": "7.50", "currency": "EUR"}
    assert body["availableQuantity"] == samples.OFFER["availableQuantity"]


@pytest.mark.parametrize(
    "offers", [{"offers": []}, {"offers": [samples.offer(offerId="1")]}, {"offers": [samples.offer()]}]
)
def test_an_offer_that_is_gone_or_live_after_all_stays_refused(ebay, remote, offers):
    remote.answers(BULK, REFUSED)
    remote.answers(OFFERS, offers)
    (found,) = ebay.push_stock([stock(offer=NUMBER)])
    assert isinstance(found.error, NotFound) and "eBay" in str(found.error)
    assert not remote.asked(OFFER)


def test_a_draft_that_refuses_says_why_and_the_others_are_told(ebay, remote):
    remote.answers(BULK, told(*REFUSED[1]["responses"], row("B")))
    remote.answers(OFFERS, draft())
    remote.answers(OFFER, (400, {"errors": [{"errorId": 25003, "message": "The price is invalid."}]}))
    found = {each.ref: each.error for each in ebay.push_stock([stock(offer=NUMBER, ref="a"), stock("B", "", ref="b")])}
    assert isinstance(found["a"], Rejected) and found["a"].said == "The price is invalid."
    assert found["b"] is None
