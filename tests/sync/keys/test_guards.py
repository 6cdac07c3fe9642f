"""Whether a supplier's key is bought unasked: never where nobody knows that it works where the buyer lives."""

import re
from decimal import Decimal

import pytest

from core.models import Store
from fulfillment.models import SupplierOrder
from inventory.models import Variant
from marketplaces.canonical.purchases import Offer, PriceBand
from orders.models import Order, OrderItem
from sync.keys.guards import Refused, agreed_cost


def row(country: str, *, agreed: bool = False, billing: str = "") -> SupplierOrder:
    """One key is asked for, for an order that says so much of where the buyer lives."""
    order = Order(
        currency="EUR", shipping_address={"country": country} if country else None,
        billing_address={"country": billing} if billing else None,
    )  # fmt: skip
    item = OrderItem(order=order, unit_price=Decimal(20))
    return SupplierOrder(order_item=item, quantity=1, agreed=agreed)


def offer(*regions: str, note: str = "") -> Offer:
    return Offer(
        remote_product_id="1", title="Gift Card", quantity=5, currency="EUR", regions=regions, region_note=note,
        bands=(PriceBand(cost=Decimal(10), first=1),),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("regions", "country"),
    [
        (("WORLDWIDE",), ""),
        (("Global", "EU"), "US"),
        (("EU",), "LU"),
        (("DE", "FR"), "fr"),
        (("europe",), "IE"),
        ((), ""),
    ],
)
def test_a_key_that_works_where_the_buyer_lives_is_bought(regions: tuple[str, ...], country: str) -> None:
    assert agreed_cost(row(country), offer(*regions)) == 10


@pytest.mark.parametrize(
    ("regions", "country", "said"),
    [
        (("EU",), "CH", "It works in EU, and the buyer is in CH."),
        (("NA", "LATAM"), "US", "It works in NA, LATAM, and the buyer is in US."),
        (("ROW",), "LU", "It works in ROW, and the buyer is in LU."),
        (("EU",), "", "It works in EU, and the order does not say which country the buyer is in."),
        (("DE", "FR"), "", "It works in DE, FR, and the order does not say which country the buyer is in."),
    ],
)
def test_a_person_is_asked_where_it_does_not_or_nobody_knows(regions: tuple[str, ...], country: str, said: str) -> None:
    with pytest.raises(Refused, match=said) as refused:
        agreed_cost(row(country), offer(*regions))
    assert refused.value.fix == "Ask the buyer, then agree; or load a key that works there."
    assert agreed_cost(row(country, agreed=True), offer(*regions)) == 10


def test_what_the_supplier_says_of_its_regions_stands_beside_them() -> None:
    with pytest.raises(Refused, match=re.escape("It works in EU (EU without CH), and the buyer is in CH.")):
        agreed_cost(row("CH"), offer("EU", note="EU without CH"))


def test_where_only_the_bill_names_a_country_that_one_counts() -> None:
    assert agreed_cost(row("", billing="DE"), offer("EU")) == 10
    with pytest.raises(Refused, match="the buyer is in BR"):
        agreed_cost(row("", billing="BR"), offer("EU"))


def sold_in_rubles(**known: object) -> SupplierOrder:
    """For 900 RUB, of a product of which so much is known."""
    asked = row("LU")
    asked.order_item.order.currency, asked.order_item.order.store = "RUB", Store(currency="EUR")
    asked.order_item.unit_price = Decimal(900)
    asked.order_item.variant = Variant(sku="CUP-1", **known)
    return asked


def test_numbers_of_two_currencies_are_never_compared() -> None:
    """900 RUB are more than 10 EUR only as numbers."""
    for known in ({}, {"cost": Decimal(500), "currency": "RUB"}, {"price": Decimal(20)}):
        with pytest.raises(Refused, match="costs 10.00 EUR there, and was sold in RUB") as refused:
            agreed_cost(sold_in_rubles(**known), offer())
        assert "EUR" in refused.value.fix


def test_a_cost_that_is_known_in_the_suppliers_money_guards_the_sale_in_another() -> None:
    for currency in ("EUR", ""):
        assert agreed_cost(sold_in_rubles(cost=Decimal("9.10"), currency=currency), offer()) == 10
    with pytest.raises(Refused, match="a tenth over its cost is 9.90"):
        agreed_cost(sold_in_rubles(cost=Decimal(9), currency="EUR"), offer())
