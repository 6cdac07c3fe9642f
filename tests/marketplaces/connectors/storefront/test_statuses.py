"""Every word of the three systems, in every combination that means something else."""

import pytest

from marketplaces.connectors.storefront import statuses


@pytest.mark.parametrize(
    ("word", "money", "digital", "refunded", "ours"),
    [
        ("pending", "unpaid", False, "", "pending"), ("pending", "authorized", False, "", "pending"),
        ("pending", "partially_paid", False, "", "pending"), ("pending", "paid", False, "", "confirmed"),
        ("confirmed", "unpaid", False, "", "confirmed"), ("confirmed", "paid", False, "", "confirmed"),
        ("processing", "paid", False, "", "processing"), ("shipped", "paid", False, "", "shipped"),
        ("delivered", "paid", False, "", "delivered"), ("fulfilled", "paid", True, "", "fulfilled"),
        ("fulfilled", "paid", False, "", "shipped"), ("cancelled", "voided", False, "", "cancelled"),
        ("cancelled", "refunded", False, "whole", "cancelled"), ("delivered", "refunded", False, "whole", "refunded"),
        ("confirmed", "refunded", False, "whole", "refunded"),
        ("shipped", "partially_refunded", False, "part", "partially_refunded"),
        ("confirmed", "partially_refunded", False, "part", "confirmed"),
    ],
)  # fmt: skip
def test_our_own_words(word, money, digital, refunded, ours):
    order = {"status": word, "payment_status": money}
    assert statuses.own(order, digital=digital, refunded=refunded) == ours


@pytest.mark.parametrize(
    ("word", "digital", "refunded", "ours"),
    [
        ("pending", False, "", "pending"), ("on-hold", False, "", "pending"), ("processing", False, "", "confirmed"),
        ("completed", False, "", "shipped"), ("completed", True, "", "fulfilled"),
        ("cancelled", False, "", "cancelled"),
        ("failed", False, "", "cancelled"), ("trash", False, "", "cancelled"), ("refunded", False, "whole", "refunded"),
        ("completed", False, "part", "partially_refunded"), ("processing", False, "part", "confirmed"),
        ("awaiting-shipment", False, "", "unknown"), ("", False, "", "unknown"),
        ("awaiting-shipment", False, "whole", "unknown"),
    ],
)  # fmt: skip
def test_the_words_of_woocommerce(word, digital, refunded, ours):
    assert statuses.woocommerce(word, digital=digital, refunded=refunded) == ours


@pytest.mark.parametrize(
    ("money", "parcels", "more", "digital", "refunded", "ours"),
    [
        ("pending", None, {}, False, "", "pending"), ("authorized", None, {}, False, "", "pending"),
        ("expired", None, {}, False, "", "pending"), ("paid", None, {}, False, "", "confirmed"),
        ("partially_paid", None, {}, False, "", "confirmed"), ("paid", "partial", {}, False, "", "processing"),
        ("paid", "fulfilled", {}, False, "", "shipped"), ("paid", "fulfilled", {}, True, "", "fulfilled"),
        ("paid", "fulfilled", {"fulfillments": [{"shipment_status": "delivered"}]}, False, "", "delivered"),
        (
            "paid", "fulfilled",
            {"fulfillments": [{"shipment_status": "delivered"}, {"shipment_status": "in_transit"}]},
            False, "", "shipped",
        ),
        ("voided", None, {}, False, "", "cancelled"), ("paid", None, {"cancelled_at": "t"}, False, "", "cancelled"),
        ("refunded", None, {"cancelled_at": "t"}, False, "whole", "cancelled"),
        ("refunded", "fulfilled", {}, False, "whole", "refunded"),
        ("partially_refunded", "fulfilled", {}, False, "part", "partially_refunded"),
        ("partially_refunded", None, {}, False, "part", "confirmed"), ("paid", "restocked", {}, False, "", "confirmed"),
        ("invented", None, {}, False, "", "unknown"), ("paid", "invented", {}, False, "", "unknown"),
    ],
)  # fmt: skip
def test_the_words_of_shopify(money, parcels, more, digital, refunded, ours):
    native = {"financial_status": money, "fulfillment_status": parcels, **more}
    assert statuses.shopify(native, digital=digital, refunded=refunded) == ours
