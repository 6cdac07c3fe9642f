"""Batches: queued, asked about, answered per item; what cannot be told from their words is looked up."""

from decimal import Decimal
from typing import Any

import pytest

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.products import ProductCard, ProductRemoval
from marketplaces.canonical.stock import StockUpdate
from marketplaces.connectors.facebook import connector as facebook_connector
from marketplaces.connectors.facebook.batches import PAUSES, SOON
from marketplaces.framework.errors import NotFound, RateLimited, Rejected, Unavailable, UnexpectedPayload
from marketplaces.framework.results import Later
from tests.marketplaces.connectors.remote import Lines, Remote

from .samples import CATALOG, error, item, page

BATCH, STATUS = f"POST /{CATALOG}/items_batch", f"GET /{CATALOG}/check_batch_request_status"
PRODUCTS = f"GET /{CATALOG}/products"


def stock(sku: str = "TEA-1", quantity: int = 5) -> StockUpdate:
    return StockUpdate(ref=sku, remote_product_id="7001", remote_variant_id="", sku=sku, quantity=quantity)


def queued(*handles: str, **more: Any) -> dict[str, Any]:
    return {"handles": list(handles), **more}


def finished(*wrong: str, said: str = "kelpaamaton") -> dict[str, Any]:
    errors = [{"line": n, "id": sku, "message": said} for n, sku in enumerate(wrong, start=1)]
    return {"data": [{
        "handle": "Acx1", "status": "finished", "errors_total_count": len(wrong), "errors": errors, "warnings": [],
        "ids_of_invalid_requests": list(wrong),
    }]}  # fmt: skip


def going(word: str = "in_progress") -> dict[str, Any]:
    return {"data": [{"handle": "Acx1", "status": word}]}


def test_a_batch_goes_as_a_form_that_refuses_misspelt_skus(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers(BATCH, queued("Acx1"))
    remote.answers(STATUS, finished())
    (result,) = facebook.push_stock([stock()])
    (sent,) = remote.asked(BATCH)
    assert (result.ok, result.visible) == (True, True)
    assert (sent.form["item_type"], sent.form["allow_upsert"]) == ("PRODUCT_ITEM", "false")
    assert sent.requests == [
        {
            "method": "UPDATE",
            "data": {"id": "TEA-1", "availability": "in stock", "quantity_to_sell_on_facebook": 5},
        }
    ]
    assert sent.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert "appsecret_proof" in sent.query
    assert remote.asked(STATUS)[0].query["load_ids_of_invalid_requests"] == "true"


def test_it_is_asked_about_until_it_is_done(remote: Remote, line: Lines[Any]) -> None:
    remote.answers(BATCH, queued("Acx1"))
    remote.answers(STATUS, going("started"), going(), finished())
    shop = line()
    assert shop.connector.push_stock([stock()])[0].visible
    assert shop.clock.slept == list(PAUSES[:2])


def test_stock_that_is_not_done_soon_is_asked_about_later(remote: Remote, line: Lines[Any]) -> None:
    remote.answers(BATCH, queued("Acx1", "Acx2"))
    remote.answers(STATUS, lambda seen: finished() if seen.query["handle"] == "Acx2" else going())
    shop = line()
    (result,) = shop.connector.push_stock([stock()])
    assert (result.ok, result.visible, result.later) == (True, False, Later(job="Acx1", item="TEA-1"))
    assert shop.clock.slept == list(SOON)


def test_a_product_that_is_not_done_in_our_patience_is_accepted_but_not_seen(remote: Remote, line: Lines[Any]) -> None:
    remote.answers(BATCH, queued("Acx1"))
    remote.answers(STATUS, going())
    remote.answers(PRODUCTS, page([]))
    (result,) = line().connector.push_products([card()])
    assert (result.ok, result.visible, result.later) == (True, False, None)
    assert len(remote.asked(STATUS)) == len(PAUSES)


def test_what_is_wrong_at_once_is_not_asked_about_later(remote: Remote, facebook: facebook_connector) -> None:
    told = [{"retailer_id": "TEA-1", "errors": [{"message": "yksi"}], "warnings": []}]
    remote.answers(BATCH, queued("Acx1", validation_status=told))
    remote.answers(STATUS, going())
    remote.answers(PRODUCTS, page([item(1)]))
    bad, good = facebook.push_stock([stock("TEA-1"), stock("TEA-2")])
    assert isinstance(bad.error, Rejected) and bad.later is None
    assert good.later is not None


def test_one_refused_item_leaves_the_others_alone(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers(BATCH, queued("Acx1"))
    remote.answers(STATUS, finished("TEA-2", "TEA-3"))
    remote.answers(PRODUCTS, page([item(2)]))
    results = {each.ref: each.error for each in facebook.push_stock([stock(f"TEA-{n}") for n in (1, 2, 3)])}
    assert results["TEA-1"] is None
    assert type(results["TEA-2"]) is Rejected and results["TEA-2"].said == "kelpaamaton"
    assert type(results["TEA-3"]) is NotFound


def test_what_is_wrong_at_once_is_joined_with_what_is_wrong_later(remote: Remote, facebook: facebook_connector) -> None:
    told = [
        {"retailer_id": "TEA-1", "errors": [{"message": "yksi"}, {"message": "kaksi"}], "warnings": []},
        {"retailer_id": "TEA-3", "errors": [], "warnings": [{"message": "only a warning"}]},
    ]
    remote.answers(BATCH, queued("Acx1", validation_status=told))
    remote.answers(STATUS, finished("TEA-2"))
    remote.answers(PRODUCTS, page([item(1), item(2)]))
    results = {each.ref: each.error for each in facebook.push_stock([stock(f"TEA-{n}") for n in (1, 2, 3)])}
    assert results["TEA-1"] is not None and results["TEA-1"].said == "yksi; kaksi"
    assert results["TEA-2"] is not None
    assert results["TEA-3"] is None


def test_no_handle_means_that_nothing_was_taken(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers(BATCH, queued())
    remote.answers(PRODUCTS, page([item(1)]))
    (result,) = facebook.push_stock([stock()])
    assert not result.ok and "took none" in str(result.error)
    assert remote.asked(STATUS) == []


def test_several_handles_are_all_asked_about(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers(BATCH, queued("Acx1", "Acx2"))
    remote.answers(STATUS, lambda seen: finished("TEA-1") if seen.query["handle"] == "Acx2" else finished())
    remote.answers(PRODUCTS, page([item(1)]))
    assert [each.ok for each in facebook.push_stock([stock("TEA-1"), stock("TEA-2")])] == [False, True]


def test_more_ids_than_errors_are_refused_all_the_same(remote: Remote, facebook: facebook_connector) -> None:
    told = finished("TEA-1")
    told["data"][0]["ids_of_invalid_requests"].append("TEA-2")
    remote.answers(BATCH, queued("Acx1"))
    remote.answers(STATUS, told)
    remote.answers(PRODUCTS, page([item(1), item(2)]))
    assert [each.ok for each in facebook.push_stock([stock("TEA-1"), stock("TEA-2")])] == [False, False]


def test_a_listing_without_a_sku_is_refused_before_it_is_sent(remote: Remote, facebook: facebook_connector) -> None:
    (result,) = facebook.push_stock([stock("")])
    assert isinstance(result.error, Rejected)
    assert remote.seen == []


def test_a_batch_that_failed_there_is_tried_again_later(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers(BATCH, queued("Acx1"))
    remote.answers(STATUS, going("error"))
    with pytest.raises(Unavailable):
        facebook.push_stock([stock()])


def test_a_word_that_nobody_knows_is_not_taken_for_done(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers(BATCH, queued("Acx1"))
    remote.answers(STATUS, going("on_the_moon"))
    with pytest.raises(UnexpectedPayload) as caught:
        facebook.push_stock([stock()])
    assert caught.value.path == "data[].status"


def test_batches_spend_their_own_limit(remote: Remote, line: Lines[Any]) -> None:
    remote.answers(BATCH, queued("Acx1"))
    remote.answers(STATUS, finished())
    shop = line()
    shop.connector.push_stock([stock()])
    assert [group for group, _ in shop.limiter.reserved].count("batch") == 1


def test_a_limit_answer_is_waited_out(remote: Remote, line: Lines[Any]) -> None:
    remote.answers(BATCH, (400, error(80014)), queued("Acx1"))
    remote.answers(STATUS, finished())
    shop = line()
    assert shop.connector.push_stock([stock()])[0].ok
    assert {group for group, _, _ in shop.limiter.penalties} >= {"batch"}
    assert max(seconds for _, _, seconds in shop.limiter.penalties) == 60.0


def test_a_limit_that_stays_is_raised(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers(BATCH, (400, error(80014)))
    with pytest.raises(RateLimited):
        facebook.push_stock([stock()])


# Prices


def test_a_price_looks_whether_a_sale_price_stands_there(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers(BATCH, queued("Acx1"))
    remote.answers(STATUS, finished())
    remote.answers(PRODUCTS, page([item(1), item(2, sale_price="฿80.00")]))
    updates = [
        PriceUpdate(
            ref=sku, remote_product_id="", remote_variant_id="", sku=sku, price=Decimal("99.90"), currency="THB"
        )
        for sku in ("TEA-1", "TEA-2")
    ]
    assert all(each.ok for each in facebook.push_price(updates))
    assert [each["data"] for each in remote.asked(BATCH)[0].requests] == [
        {"id": "TEA-1", "price": "99.90 THB"},
        {"id": "TEA-2", "price": "99.90 THB", "sale_price": "99.90 THB"},
    ]


# Products


def card(sku: str = "TEA-2", **more: Any) -> ProductCard:
    given = {"title": "Black tea", "price": Decimal("90.00"), "currency": "THB", "images": ("https://a/1.jpg",), **more}
    return ProductCard(ref=sku, sku=sku, **given)


def test_a_new_product_leads_to_the_merchants_own_site(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers(BATCH, queued("Acx1"))
    remote.answers(STATUS, finished())
    remote.answers(PRODUCTS, page([]))
    (result,) = facebook.push_products([card("TEA/2 ü")])
    assert result.ok
    (row,) = remote.asked(BATCH)[0].requests
    assert (row["method"], row["data"]["link"]) == ("CREATE", "https://shop.example/p/TEA%2F2%20%C3%BC")


def test_without_the_addresses_a_new_product_says_what_to_enter(remote: Remote, line: Lines[Any]) -> None:
    remote.answers(PRODUCTS, page([]))
    (result,) = line(product_link="").connector.push_products([card()])
    assert isinstance(result.error, Rejected) and "Addresses of your products" in str(result.error)
    assert remote.asked(BATCH) == []


def test_one_that_came_to_be_after_a_lost_answer_is_changed_not_made(
    remote: Remote, facebook: facebook_connector
) -> None:
    remote.answers(BATCH, queued("Acx1"))
    remote.answers(STATUS, finished())
    remote.answers(PRODUCTS, page([item(2)]))
    assert facebook.push_products([card()])[0].ok
    assert remote.asked(BATCH)[0].requests[0]["method"] == "UPDATE"


def test_a_product_that_is_gone_counts_as_taken_out(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers(BATCH, queued("Acx1"))
    remote.answers(STATUS, finished("TEA-1", "TEA-2"))
    remote.answers(PRODUCTS, page([item(2)]))
    removals = [ProductRemoval(ref=sku, remote_product_id="7", sku=sku) for sku in ("TEA-1", "TEA-2")]
    assert [each.ok for each in facebook.delete_products(removals)] == [True, False]


def test_a_product_that_is_known_by_its_number_only_is_looked_up(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers("GET /7001", {"id": "7001", "retailer_id": "TEA-1"})
    remote.answers(BATCH, queued("Acx1"))
    remote.answers(STATUS, finished())
    removals = [ProductRemoval(ref=number, remote_product_id=number) for number in ("7001", "7999")]
    assert all(each.ok for each in facebook.delete_products(removals))
    assert remote.asked(BATCH)[0].requests == [{"method": "DELETE", "data": {"id": "TEA-1"}}]
