"""Products outward: what is there is kept, what is new is made under the connection's terms."""

from decimal import Decimal

from marketplaces.canonical.products import ProductCard
from marketplaces.connectors.ebay.cards import Terms, changed_offer, item, new_offer
from tests.marketplaces.connectors.ebay import samples

TERMS = Terms(
    site="EBAY_DE", language="de-DE", location="koeln-1", shipping="1", payment="2", returns="3", category="9"
)


def card(**more):
    return ProductCard(
        **{"ref": "r", "sku": "MUG-1", "title": "Tasse", "price": Decimal("21.50"), "currency": "EUR", **more}
    )


def test_a_changed_item_keeps_what_was_not_told():
    told = item(card(), samples.item())
    assert told["product"] == {**samples.ITEM["product"], "title": "Tasse"}
    assert told["availability"] == samples.ITEM["availability"]
    assert told["packageWeightAndSize"] == samples.ITEM["packageWeightAndSize"]
    assert "sku" not in told and "locale" not in told


def test_a_changed_item_takes_what_was_told():
    told = item(
        card(brand="B", gtin="4", options={"Größe": "L"}, images=("u",), weight_g=200, quantity=7), samples.item()
    )
    assert told["product"]["aspects"] == {"Farbe": ["Rot"], "Größe": ["L"]}
    assert (told["product"]["brand"], told["product"]["ean"], told["product"]["imageUrls"]) == ("B", ["4"], ["u"])
    assert told["packageWeightAndSize"]["weight"] == {"value": 200, "unit": "GRAM"}
    assert told["availability"] == samples.ITEM["availability"]  # stock is told apart


def test_a_new_item_has_its_first_stock():
    told = item(card(quantity=4), None)
    assert told["availability"] == {"shipToLocationAvailability": {"quantity": 4}}
    assert told["condition"] == "NEW"


def test_a_new_offer_is_made_under_the_terms_of_the_connection():
    told = new_offer(card(quantity=4), TERMS)
    assert told["listingPolicies"] == {"fulfillmentPolicyId": "1", "paymentPolicyId": "2", "returnPolicyId": "3"}
    assert (told["marketplaceId"], told["merchantLocationKey"], told["categoryId"]) == ("EBAY_DE", "koeln-1", "9")
    assert told["pricingSummary"] == {"price": {"value": "21.50", "currency": "EUR"}}
    assert new_offer(card(category="36025"), TERMS)["categoryId"] == "36025"
    assert new_offer(card(category="Mugs"), TERMS)["categoryId"] == "9"


def test_what_is_not_entered_is_left_out_so_that_ebay_says_what_it_misses():
    told = new_offer(card(), Terms(site="EBAY_DE", language="de-DE"))
    assert told.keys() == {"sku", "marketplaceId", "format", "availableQuantity", "pricingSummary"}


def test_a_changed_offer_keeps_its_policies_and_its_cap():
    told = changed_offer(card(), samples.offer())
    assert told["pricingSummary"] == {"price": {"value": "21.50", "currency": "EUR"}}
    assert (told["availableQuantity"], told["categoryId"]) == (10, "36025")
    assert told["listingPolicies"] == samples.OFFER["listingPolicies"]
    assert not {"offerId", "sku", "status", "listing", "marketplaceId", "format"} & told.keys()
