"""Products outward: a new one whole, a known one by what the card tells."""

from decimal import Decimal

import pytest

from marketplaces.canonical.products import ProductCard, ProductRemoval, Size
from marketplaces.connectors.amazon.cards import RULES
from marketplaces.framework.errors import Rejected

from .conftest import GERMANY, SELLER
from .samples import listing

LISTINGS = f"GET /listings/2021-08-01/items/{SELLER}"
ONE = f"/listings/2021-08-01/items/{SELLER}/TEA-1"
ACCEPTED = {"sku": "TEA-1", "status": "ACCEPTED", "submissionId": "1", "issues": []}


def card(**more):
    given = {
        "ref": "n", "sku": "TEA-1", "title": "Kanne", "price": Decimal("39.90"), "currency": "EUR",
        "description": "Ein Liter", "brand": "Lumen", "category": "TEAPOT", "gtin": "5412345001007",
        "images": ("https://i.example.com/1.jpg", "https://i.example.com/2.jpg"), **more,
    }  # fmt: skip
    return ProductCard(**given)


def found(remote, *items):
    remote.answers(LISTINGS, {"numberOfResults": len(items), "items": list(items)})


def test_a_new_product_is_put_whole_with_its_units(amazon, remote):
    found(remote)
    remote.answers(f"PUT {ONE}", ACCEPTED)
    (result,) = amazon.push_products(
        [card(quantity=4, weight_g=800, package=Size(length_mm=200, width_mm=150, height_mm=90))]
    )
    assert (result.ok, result.remote_product_id) == (True, "TEA-1")
    body = remote.asked(f"PUT {ONE}")[0].body
    assert (body["productType"], body["requirements"]) == ("TEAPOT", "LISTING")
    told = body["attributes"]
    assert told["item_name"] == [{"value": "Kanne", "language_tag": "de_DE", "marketplace_id": GERMANY}]
    assert told["externally_assigned_product_identifier"][0]["type"] == "ean"
    assert told["fulfillment_availability"] == [{"fulfillment_channel_code": "DEFAULT", "quantity": 4}]
    assert told["purchasable_offer"][0]["our_price"] == [{"schedule": [{"value_with_tax": 39.9}]}]
    assert told["main_product_image_locator"][0]["media_location"] == "https://i.example.com/1.jpg"
    assert told["other_product_image_locator_1"][0]["media_location"] == "https://i.example.com/2.jpg"
    assert told["item_package_weight"][0] == {"value": 800, "unit": "grams", "marketplace_id": GERMANY}
    assert told["item_package_dimensions"][0]["length"] == {"value": 200, "unit": "millimeters"}


def test_a_known_product_is_patched_and_its_units_are_left_alone(amazon, remote):
    found(remote, listing("TEA-1"))
    remote.answers(f"PATCH {ONE}", ACCEPTED)
    bare = card(remote_product_id="TEA-1", description="", brand="", gtin="", images=(), quantity=9)
    assert amazon.push_products([bare])[0].ok
    body = remote.asked(f"PATCH {ONE}")[0].body
    assert body["productType"] == "DRINKING_CUP"
    assert {each["path"]: each["op"] for each in body["patches"]} == {
        "/attributes/item_name": "replace", "/attributes/purchasable_offer": "merge",
    }  # fmt: skip


def test_a_price_that_is_not_ours_is_not_told(amazon, remote):
    found(remote, listing("TEA-1"))
    remote.answers(f"PATCH {ONE}", ACCEPTED)
    amazon.push_products([card(remote_product_id="TEA-1", keeps_price=True)])
    paths = {each["path"] for each in remote.asked(f"PATCH {ONE}")[0].body["patches"]}
    assert "/attributes/purchasable_offer" not in paths


def test_a_refused_listing_says_which_attribute(amazon, remote):
    found(remote)
    issue = {
        "code": "90220", "message": "'material' is required but not supplied.", "severity": "ERROR",
        "attributeNames": ["material"], "categories": ["MISSING_ATTRIBUTE"],
    }  # fmt: skip
    remote.answers(f"PUT {ONE}", {**ACCEPTED, "status": "INVALID", "issues": [issue]})
    (result,) = amazon.push_products([card()])
    assert isinstance(result.error, Rejected)
    assert result.error.fields == {"material": "'material' is required but not supplied."}
    assert result.remote_product_id == ""


@pytest.mark.parametrize(
    ("gtin", "kind"), [("012345678905", "upc"), ("5412345001007", "ean"), ("15412345001004", "gtin")]
)
def test_a_number_is_of_the_kind_of_its_length(amazon, remote, gtin, kind):
    found(remote)
    remote.answers(f"PUT {ONE}", ACCEPTED)
    amazon.push_products([card(gtin=gtin)])
    told = remote.asked(f"PUT {ONE}")[0].body["attributes"]["externally_assigned_product_identifier"]
    assert (told[0]["type"], told[0]["value"]) == (kind, gtin)


def test_what_is_gone_already_counts_as_taken_out(amazon, remote):
    removal = ProductRemoval(ref="d", remote_product_id="TEA-1", sku="TEA-1")
    assert amazon.delete_products([removal])[0].ok  # nothing is planned: 404
    remote.answers(f"DELETE {ONE}", ACCEPTED)
    assert amazon.delete_products([removal])[0].ok


def test_what_a_new_product_lacks_is_said_before_it_is_sent():
    bare = card(description="", images=(), category="", gtin="")
    assert {each.field for each in RULES.lacks(bare)} == {"description", "images", "category", "gtin"}
