"""Stock, prices and products outward, in both write modes: an answer per item, whole products, nothing overwritten."""

from decimal import Decimal

import pytest

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.products import ProductCard, ProductRemoval
from marketplaces.canonical.stock import StockUpdate
from marketplaces.framework.errors import LoginExpired, NotFound, Rejected, RetryLater, Unavailable
from tests.marketplaces.connectors.fourseller import samples


def stock(number=1, quantity=5, **more):
    given = {"remote_product_id": f"P-{number}", "sku": f"LU-{number}", **more}
    return StockUpdate(ref=f"r{number}", remote_variant_id="", quantity=quantity, **given)


def price(number=1, amount="41.50"):
    return PriceUpdate(
        ref=f"r{number}", remote_product_id=f"P-{number}", remote_variant_id="", sku=f"LU-{number}",
        price=Decimal(amount), currency="EUR",
    )  # fmt: skip


def told(number=1, **more):
    given = {"sku": f"LU-{number}", "title": "Teapot", "price": Decimal("39.90"), "currency": "EUR", **more}
    return ProductCard(ref=f"r{number}", **given)


def result(index, sku, status="updated", error=None):
    return {"index": index, "sku": sku, "id": None, "status": status, "error": error}


def outcomes(results):
    return {each.ref: type(each.error) if each.error else None for each in results}


def missing(seen):
    return 404, {"error": {"code": "not_found", "message": "gone"}}


# Stock ---------------------------------------------------------------------------------------------------------------
def test_fifty_quantities_are_one_call_with_the_time_they_were_true(remote, line):
    at = line()
    remote.answers("PUT /v1/inventory", {"results": [result(n, f"LU-{n}") for n in range(50)]})
    results = at.connector.push_stock([stock(n, n) for n in range(50)])
    assert set(outcomes(results).values()) == {None}
    (seen,) = remote.seen
    assert seen.body["items"][7] == {"sku": "LU-7", "quantity": 7, "timestamp": "2026-11-20T12:00:00.000Z"}


def test_each_item_of_a_batch_has_its_own_answer_in_any_order(remote, fourseller):
    answers = [
        result(3, "LU-4", "failed", {"code": "conflict", "message": "a newer quantity is stored"}),
        result(0, "LU-1"),
        result(1, "LU-2", "failed", {"code": "not_found", "message": "no such sku"}),
        result(2, "LU-3", "unchanged"),
    ]
    remote.answers("PUT /v1/inventory", {"results": answers})
    results = fourseller.push_stock([stock(n) for n in range(1, 6)])
    assert outcomes(results) == {"r1": None, "r2": NotFound, "r3": None, "r4": RetryLater, "r5": Unavailable}


def test_answers_without_a_place_are_taken_in_their_order(remote, fourseller):
    rows = [{"sku": "LU-1", "status": "updated"}, {"sku": "LU-2", "status": "failed", "error": {"message": "no"}}]
    remote.answers("PUT /v1/inventory", {"results": rows})
    assert outcomes(fourseller.push_stock([stock(1), stock(2)])) == {"r1": None, "r2": Rejected}


def test_a_listing_without_a_sku_is_refused_alone(remote, fourseller):
    remote.answers("PUT /v1/inventory", {"results": [result(0, "LU-2")]})
    assert outcomes(fourseller.push_stock([stock(1, sku=""), stock(2)])) == {"r1": Rejected, "r2": None}


def test_a_refused_call_is_told_as_a_whole(remote, fourseller):
    remote.answers("PUT /v1/inventory", (401, {"error": {"code": "unauthorized", "message": "no"}}))
    with pytest.raises(LoginExpired):
        fourseller.push_stock([stock()])


def test_in_the_mode_single_each_quantity_is_a_call_and_its_answer_shows_it(remote, line):
    at = line(write_mode="single")
    for number in (1, 2):
        remote.answers(f"PATCH /v1/products/P-{number}/inventory", {"quantity": 5})
    results = at.connector.push_stock([stock(1), stock(2), stock(3)])
    assert outcomes(results) == {"r1": None, "r2": None, "r3": NotFound}
    assert [each.visible for each in results] == [True, True, False]
    assert remote.seen[0].body == {"quantity": 5, "timestamp": "2026-11-20T12:00:00.000Z"}


def test_in_the_mode_single_an_older_figure_is_told_once_more_later_and_the_rest_goes_on(remote, line):
    at = line(write_mode="single")
    remote.answers("PATCH /v1/products/P-1/inventory", (409, {"error": {"code": "conflict", "message": "newer"}}))
    remote.answers("PATCH /v1/products/P-2/inventory", {"quantity": 5})
    results = at.connector.push_stock([stock(1), stock(2)])
    assert outcomes(results) == {"r1": RetryLater, "r2": None}
    assert len(remote.asked("PATCH /v1/products/P-1/inventory")) == 1


def test_in_the_mode_single_nothing_more_is_tried_while_nobody_answers(remote, line):
    at = line(write_mode="single")
    remote.answers("PATCH /v1/products/P-1/inventory", (503, {}))
    results = at.connector.push_stock([stock(1), stock(2), stock(3)])
    assert outcomes(results) == {"r1": Unavailable, "r2": Unavailable, "r3": Unavailable}
    assert {each.path for each in remote.seen} == {"/v1/products/P-1/inventory"}


# Prices --------------------------------------------------------------------------------------------------------------
def test_a_price_is_sent_with_the_product_as_it_stands_now(remote, fourseller):
    remote.answers("GET /v1/products/P-1", samples.product(title="Renamed a minute ago"))
    remote.answers("POST /v1/products/batch", {"results": [result(0, "LU-1")]})
    assert outcomes(fourseller.push_price([price()])) == {"r1": None}
    (card,) = remote.asked("POST /v1/products/batch")[0].body["products"]
    assert (card["title"], card["price"], card["currency"]) == ("Renamed a minute ago", "41.50", "EUR")
    assert "inventory" not in card and "id" not in card and "status" not in card


def test_a_stale_id_is_looked_up_by_the_sku(remote, fourseller):
    remote.answers("GET /v1/products", samples.page([samples.product(7, sku="LU-1")]))
    remote.answers("POST /v1/products/batch", {"results": [result(0, "LU-1")]})
    assert outcomes(fourseller.push_price([price()])) == {"r1": None}
    assert remote.asked("GET /v1/products")[0].query == {"limit": "1", "sku": "LU-1"}


def test_a_product_that_is_gone_is_refused_and_never_made_anew_for_its_price(remote, fourseller):
    remote.answers("GET /v1/products", samples.page([]))
    assert outcomes(fourseller.push_price([price()])) == {"r1": NotFound}
    assert {each.method for each in remote.seen} == {"GET"}


def test_many_prices_read_the_list_once_and_then_only_what_changed(remote, fourseller):
    rows = [samples.product(number) for number in range(120)]

    def listed(seen):
        if "updated_since" in seen.query:
            return samples.page([samples.product(3, title="Changed")])
        offset = int(seen.query["offset"])
        return samples.page(rows[offset : offset + 100], offset=offset, total=120)

    remote.answers("GET /v1/products", listed)
    remote.answers("POST /v1/products/batch", lambda seen: {"results": [
        result(at, card["sku"]) for at, card in enumerate(seen.body["products"])
    ]})  # fmt: skip
    for start in (0, 50):
        results = fourseller.push_price([price(number) for number in range(start, start + 50)])
        assert set(outcomes(results).values()) == {None}
    fourseller.push_price([price(number) for number in range(3, 10)])
    assert ["updated_since" in each.query for each in remote.asked("GET /v1/products")] == [False, False, True, True]
    cards = remote.asked("POST /v1/products/batch")[-1].body["products"]
    assert cards[0]["title"] == "Changed"


def test_in_the_mode_single_a_price_replaces_one_product(remote, line):
    at = line(write_mode="single")
    remote.answers("GET /v1/products/P-1", samples.product())
    remote.answers("PUT /v1/products/P-1", samples.product(price="41.50"))
    assert outcomes(at.connector.push_price([price()])) == {"r1": None}
    assert remote.seen[-1].body["price"] == "41.50"


# Products ------------------------------------------------------------------------------------------------------------
def test_new_and_known_products_go_in_one_call(remote, fourseller):
    remote.answers("GET /v1/products/P-2", samples.product(2))
    remote.answers("GET /v1/products", samples.page([]))
    remote.answers("POST /v1/products/batch", {"results": [result(0, "LU-1", "created"), result(1, "LU-2")]})
    cards = [told(1, quantity=4), told(2, remote_product_id="P-2", quantity=9)]
    assert outcomes(fourseller.push_products(cards)) == {"r1": None, "r2": None}
    fresh, known = remote.asked("POST /v1/products/batch")[0].body["products"]
    assert fresh["inventory"] == {"quantity": 4, "track_quantity": True}
    assert "inventory" not in known and known["brand"] == "Lumen"


def test_a_product_whose_sku_changes_is_written_by_its_id(remote, fourseller):
    """A batch is matched by SKU there: it would make a second product."""
    remote.answers("GET /v1/products/P-1", samples.product())
    remote.answers("PUT /v1/products/P-1", samples.product(sku="LU-NEW"))
    assert outcomes(fourseller.push_products([told(1, sku="LU-NEW", remote_product_id="P-1")])) == {"r1": None}
    assert not remote.asked("POST /v1/products/batch")


def test_in_the_mode_single_products_are_made_and_replaced_one_by_one(remote, line):
    at = line(write_mode="single")
    remote.answers("GET /v1/products", samples.page([]))
    remote.answers("POST /v1/products", (201, samples.product()))
    assert outcomes(at.connector.push_products([told(1)])) == {"r1": None}
    remote.answers("GET /v1/products", samples.page([samples.product()]))
    remote.answers("PUT /v1/products/P-1", samples.product())
    assert outcomes(at.connector.push_products([told(1, remote_product_id="P-stale")])) == {"r1": None}
    assert [each.method for each in remote.seen if each.method != "GET"] == ["POST", "PUT"]


def test_taking_out_what_is_gone_counts_as_done(remote, fourseller):
    remote.answers("DELETE /v1/products/P-1", (204, None))
    remote.answers("DELETE /v1/products/P-2", missing)
    remote.answers("DELETE /v1/products/P-3", (422, {"error": {"code": "x", "message": "has open orders"}}))
    removals = [ProductRemoval(ref=f"r{n}", remote_product_id=f"P-{n}") for n in (1, 2, 3)]
    assert outcomes(fourseller.delete_products(removals)) == {"r1": None, "r2": None, "r3": Rejected}


def test_a_create_whose_answer_was_lost_is_not_sent_again_blindly(remote, line):
    at = line(write_mode="single")
    remote.answers("GET /v1/products", samples.page([]))
    remote.answers("POST /v1/products", (500, {}))
    (found,) = at.connector.push_products([told(1)])
    assert isinstance(found.error, Unavailable) and found.error.maybe_done
    assert len(remote.asked("POST /v1/products")) == 1
