"""Price rules by program, and what they make of a listing's price."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pytest

from inventory.models import MarketplaceProduct, PriceHold, PriceRule
from inventory.selectors.prices import price_of
from inventory.services.price_holds import judge
from marketplaces.models import Connection
from tests.api.conftest import Program
from tests.api.v1.products.test_products import listing
from tests.dashboard import world
from tests.dashboard.conftest import Cast

PATH = "/api/v1/price-rules/"


@pytest.fixture
def shop(cast: Cast) -> Connection:
    return world.connection(cast.store, price_out=True, currency="EUR")


@pytest.fixture
def row(shop: Connection) -> MarketplaceProduct:
    variant = world.variant(shop.store, "LAMP")
    variant.price, variant.cost, variant.currency = Decimal(20), Decimal(10), "EUR"
    variant.save()
    return listing(shop, "LAMP", variant, currency="EUR")


def test_a_rule_is_set_read_and_removed(owner: Program, shop: Connection, row: MarketplaceProduct) -> None:
    answer = owner.post(PATH, {"connection": str(shop.pk), "markup_percent": "50", "rounding": "0.99"})
    assert answer.status == 201 and answer.body["connection"] == str(shop.pk)
    assert [each["id"] for each in owner.get(PATH).body["results"]] == [answer.body["id"]]
    price = owner.get(f"/api/v1/listings/{row.pk}/price/").body
    assert (Decimal(price["amount"]), price["rule"], price["held"]) == (Decimal("15.99"), answer.body["id"], None)
    assert [step["kind"] for step in price["steps"]] == ["cost", "markup", "rounding"]
    assert owner.delete(f"{PATH}{answer.body['id']}/").status == 204
    assert not PriceRule.objects.exists()


def test_what_cannot_be_is_refused_at_its_field(owner: Program, shop: Connection) -> None:
    answer = owner.post(PATH, {"supplier": str(shop.pk)})
    assert answer.status == 422 and "Choose a supplier" in str(answer.body)
    assert owner.post(PATH, {"connection": str(uuid.uuid4())}).status == 404
    assert owner.post(PATH, {"rounding": "0.42"}).status == 400


def test_a_held_price_is_listed_and_let_go_as_it_was_seen(
    owner: Program, shop: Connection, row: MarketplaceProduct
) -> None:
    owner.post(PATH, {"min_margin_percent": "60"})
    price = price_of(MarketplaceProduct.objects.get(pk=row.pk))
    assert price is not None
    judge(shop=shop, prices={row.pk: price}, told={})
    (held,) = owner.get("/api/v1/listings/held-prices/").body["results"]
    assert (held["listing"], Decimal(held["wanted"]), Decimal(held["lowest"])) == (str(row.pk), 20, 25)
    assert owner.get(f"/api/v1/listings/{row.pk}/price/").body["held"] == "below"
    path = f"/api/v1/listings/{row.pk}/price/allow/"
    assert owner.post(path, {"wanted": "19"}).status == 422
    assert owner.post(path, {"wanted": "20"}).body["held"] is None
    assert not PriceHold.objects.get().is_open


def test_packers_see_no_prices(packer: Program, row: MarketplaceProduct) -> None:
    for path in (PATH, "/api/v1/listings/held-prices/", f"/api/v1/listings/{row.pk}/price/"):
        assert packer.get(path).status == 403
