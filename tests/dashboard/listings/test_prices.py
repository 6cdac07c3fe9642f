"""Prices that are made of costs, guarded, held back and let go."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from core.models import NeedsYou
from inventory.models import MarketplaceProduct, PriceHold, PriceRule, Variant
from inventory.selectors.prices import price_of
from inventory.services.price_holds import judge
from inventory.services.price_rules import set_price_rule
from marketplaces.models import Connection


@pytest.fixture
def held(shop: Connection, listing: MarketplaceProduct, lamp: Variant) -> PriceHold:
    """Sold for 129, and the supplier asks for 150 by now."""
    lamp.cost = Decimal(150)
    lamp.save()
    set_price_rule(store=shop.store, by="Nadia Weber")
    row = MarketplaceProduct.objects.get(pk=listing.pk)
    price = price_of(row)
    assert price is not None
    judge(shop=shop, prices={row.pk: price}, told={row.pk: Decimal(129)})
    return PriceHold.objects.get()


def test_a_held_price_is_listed_with_what_it_must_bring_and_let_go(owner: Client, held: PriceHold) -> None:
    page = owner.get("/listings/prices/").content.decode()
    assert "1 price waits for you." in page and "€129.00" in page and "€150.00" in page
    assert "Below cost and fees" in page
    need = NeedsYou.objects.get(settled_at__isnull=True)
    assert f"/listings/prices/?connection={held.connection_id}" in owner.get(f"/needs-you/{need.pk}/").content.decode()
    text = owner.post("/listings/prices/act/", {"hold": f"{held.pk}|{held.wanted}"}, follow=True).content.decode()
    assert "1 price goes out now." in text and "No price is held back" in text
    held.refresh_from_db()
    assert (held.is_open, held.allowed, held.allowed_by) == (False, Decimal(129), "Nadia Weber")


def test_what_has_moved_since_it_was_shown_stays_held(owner: Client, held: PriceHold) -> None:
    text = owner.post("/listings/prices/act/", {"hold": [f"{held.pk}|1.0000", "x"]}, follow=True).content.decode()
    assert "1 has moved meanwhile" in text
    assert "Tick the prices first" in owner.post("/listings/prices/act/", follow=True).content.decode()
    held.refresh_from_db()
    assert held.is_open


def test_why_a_price_is_what_it_is(owner: Client, held: PriceHold) -> None:
    page = owner.get(f"/listings/{held.listing_id}/price/").content.decode()
    assert "Price of the product" in page and "Lowest that pays" in page and "Below cost and fees" in page
    part = owner.get(f"/listings/{held.listing_id}/price/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "Lowest that pays" in part
    assert f"/listings/{held.listing_id}/price/" in owner.get("/listings/?view=linked").content.decode()


def test_a_rule_is_set_changed_and_removed(owner: Client, shop: Connection, listing: MarketplaceProduct) -> None:
    assert "No rule yet." in owner.get("/listings/price-rules/").content.decode()
    typed = {"markup_percent": "100", "rounding": "0.99", "below": "hold", "connection": str(shop.pk)}
    assert "The rule is saved." in owner.post("/listings/price-rules/set/", typed, follow=True).content.decode()
    page = owner.get(f"/listings/{listing.pk}/price/").content.decode()
    assert "What it costs" in page and "€70.50" in page and "€141.99" in page
    owner.post("/listings/price-rules/set/", typed | {"markup_percent": "50"})
    rule = PriceRule.objects.get()
    assert rule.markup_percent == 50
    owner.post("/listings/price-rules/remove/", {"rule": str(rule.pk)})
    assert not PriceRule.objects.exists()
    assert "No rule was named" in owner.post("/listings/price-rules/remove/", follow=True).content.decode()


def test_a_saved_rule_says_whose_prices_move_or_why_none_does(
    owner: Client, shop: Connection, listing: MarketplaceProduct
) -> None:
    def said(**typed: str) -> str:
        wanted = {"rounding": "exact", "below": "hold", **typed}
        return owner.post("/listings/price-rules/set/", wanted, follow=True).content.decode()

    Connection.objects.update(price_out=False)
    assert "No shop is told prices" in said(markup_percent="10")
    assert f"{shop.name} is not told prices" in said(markup_percent="10", connection=str(shop.pk))
    Connection.objects.filter(pk=shop.pk).update(price_out=True)
    assert "1 listing hears its price again." in said(markup_percent="20", connection=str(shop.pk))
    assert "No listing has to hear its price again" in said(markup_percent="20", connection=str(shop.pk))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"min_margin_percent": "120"}, "Enter a number from 0 to 99"),
        ({"markup_percent": "abc"}, "Enter a number, for example"),
        ({"connection": "nobody"}, "Select a valid choice"),
    ],
)
def test_a_rule_that_cannot_be_says_so_and_loses_nothing(
    owner: Client, shop: Connection, typed: dict[str, str], said: str
) -> None:
    answer = owner.post("/listings/price-rules/set/", {"jump_percent": "31", **typed})
    assert answer.status_code == 422 and said in answer.content.decode() and 'value="31"' in answer.content.decode()
    assert not PriceRule.objects.exists()


def test_bounds_are_typed_beside_the_own_price(owner: Client, listing: MarketplaceProduct) -> None:
    url = f"/listings/{listing.pk}/overrides/"
    was = owner.get(url).context["form"]["was"].value()
    answer = owner.post(url, {"was": was, "price_floor": "130", "price_ceiling": "120"})
    assert answer.status_code == 422 and "The floor is above the ceiling" in answer.content.decode()
    owner.post(url, {"was": was, "price_floor": "130", "price_ceiling": "150"})
    listing.refresh_from_db()
    assert (listing.price_floor, listing.price_ceiling) == (Decimal(130), Decimal(150))


def test_the_stranger_and_the_packer_get_nothing(stranger: Client, packer: Client, held: PriceHold) -> None:
    for path in ("/listings/prices/", "/listings/price-rules/", f"/listings/{held.listing_id}/price/"):
        assert packer.get(path).status_code == 403
        assert "€129.00" not in stranger.get(path).content.decode()
    assert stranger.get(f"/listings/{held.listing_id}/price/").status_code == 404
    stranger.post("/listings/prices/act/", {"hold": f"{held.pk}|{held.wanted}"})
    held.refresh_from_db()
    assert held.is_open


def test_the_reader_sees_and_changes_nothing(reader: Client, held: PriceHold) -> None:
    page = reader.get("/listings/prices/").content.decode()
    assert "1 price waits for you." in page and "Tell them all the same" not in page
    assert reader.post("/listings/prices/act/", {"hold": f"{held.pk}|{held.wanted}"}).status_code == 403
    assert reader.post("/listings/price-rules/set/", {"markup_percent": "1"}).status_code == 403
