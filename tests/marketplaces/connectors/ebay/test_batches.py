"""Stock and prices outward: what is sent, and how the rows of an answer are read."""

from decimal import Decimal

import pytest

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.stock import StockUpdate
from marketplaces.framework.errors import NotFound, Rejected, Unavailable

BULK = "POST /sell/inventory/v1/bulk_update_price_quantity"


def stock(sku="MUG-1", offer="900", quantity=12, ref="a"):
    return StockUpdate(ref=ref, remote_product_id=sku, remote_variant_id=offer, sku=sku, quantity=quantity)


def price(sku="MUG-1", offer="900", value="19.90", ref="a", currency="EUR"):
    return PriceUpdate(
        ref=ref, remote_product_id=sku, remote_variant_id=offer, sku=sku, price=Decimal(value), currency=currency
    )


def row(sku="MUG-1", offer="", status=200, number=0, said="no"):
    errors = [{"errorId": number, "domain": "X", "category": "REQUEST", "message": said}] if number else []
    return {"sku": sku, "statusCode": status, "errors": errors} | ({"offerId": offer} if offer else {})


def told(*rows):
    return (200 if all(each["statusCode"] < 300 for each in rows) else 207), {"responses": list(rows)}


def test_both_numbers_are_told(ebay, remote):
    remote.answers(BULK, told(row(), row(offer="900")))
    assert [each.ok for each in ebay.push_stock([stock()])] == [True]
    assert remote.asked(BULK)[0].body == {"requests": [{
        "sku": "MUG-1", "shipToLocationAvailability": {"quantity": 12},
        "offers": [{"offerId": "900", "availableQuantity": 12}],
    }]}  # fmt: skip


def test_an_item_without_an_offer_has_only_its_own_number(ebay, remote):
    remote.answers(BULK, told(row()))
    assert ebay.push_stock([stock(offer="")])[0].ok
    assert "offers" not in remote.asked(BULK)[0].body["requests"][0]


def test_a_price_is_text_and_exact(ebay, remote):
    remote.answers(BULK, told(row(offer="900")))
    assert ebay.push_price([price(value="1234567890.10")])[0].ok
    (entry,) = remote.asked(BULK)[0].body["requests"]
    assert entry == {
        "sku": "MUG-1",
        "offers": [{"offerId": "900", "price": {"value": "1234567890.10", "currency": "EUR"}}],
    }


def test_a_price_without_an_offer_is_refused_here(ebay, remote):
    (found,) = ebay.push_price([price(offer="")])
    assert isinstance(found.error, NotFound)
    assert remote.seen == []


def test_the_rows_are_judged_one_by_one(ebay, remote):
    remote.answers(
        BULK, told(row(), row(offer="900"), row("B"), row("B", "901", 400, 25003, "too dear"), row("C", "", 500, 25025))
    )
    updates = [stock(ref="a"), stock("B", "901", ref="b"), stock("C", "902", ref="c"), stock("D", "903", ref="d")]
    found = {each.ref: each.error for each in ebay.push_stock(updates)}
    assert found["a"] is None
    assert isinstance(found["b"], Rejected) and found["b"].said == "too dear"
    assert isinstance(found["c"], Unavailable) and isinstance(found["d"], Unavailable)


def test_a_bad_row_under_a_good_status_is_seen(ebay, remote):
    remote.answers(BULK, (200, {"responses": [row("MUG-1", "900", 400, 25713)]}))
    assert isinstance(ebay.push_stock([stock()])[0].error, NotFound)


def test_offers_of_one_sku_go_together_and_each_only_once(ebay, remote):
    remote.answers(BULK, told(row(), row(offer="900"), row(offer="901")))
    updates = [stock(quantity=3, ref="a"), stock(quantity=5, ref="b"), stock(offer="901", quantity=4, ref="c")]
    assert {each.ref: each.ok for each in ebay.push_stock(updates)} == {"a": True, "b": True, "c": True}
    (entry,) = remote.asked(BULK)[0].body["requests"]
    assert entry["offers"] == [
        {"offerId": "900", "availableQuantity": 5}, {"offerId": "901", "availableQuantity": 4},
    ]  # fmt: skip


def test_a_call_that_is_refused_as_a_whole_is_told_one_by_one(ebay, remote):
    def answer(seen):
        skus = [each["sku"] for each in seen.body["requests"]]
        return (400, {"errors": row(number=25709)["errors"]}) if "BAD" in skus else told(*(row(sku) for sku in skus))

    remote.answers(BULK, answer)
    found = {each.ref: each.error for each in ebay.push_stock([stock("BAD", "", ref="x"), stock("A", "", ref="y")])}
    assert isinstance(found["x"], Rejected) and found["y"] is None


def test_no_call_has_more_than_twenty_five(ebay, remote):
    remote.answers(BULK, lambda seen: told(*(row(each["sku"]) for each in seen.body["requests"])))
    assert all(each.ok for each in ebay.push_stock([stock(f"S{n}", "", ref=str(n)) for n in range(60)]))
    assert [len(each.body["requests"]) for each in remote.asked(BULK)] == [25, 25, 10]


@pytest.mark.parametrize("status", [500, 503])
def test_what_was_not_answered_is_tried_later(ebay, remote, status):
    remote.answers(BULK, (status, {}))
    assert isinstance(ebay.push_stock([stock()])[0].error, Unavailable)
