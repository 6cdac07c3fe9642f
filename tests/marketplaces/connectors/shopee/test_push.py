"""Stock and prices going out: one item per call, an answer per model."""

from decimal import Decimal

import pytest

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.stock import StockUpdate
from marketplaces.framework.errors import LoginExpired, RateLimited, Rejected, Unavailable, UnexpectedPayload
from tests.marketplaces.connectors.shopee.conftest import bad, good

STOCK, PRICE = "product/update_stock", "product/update_price"


def stock(ref, item="1", model="", quantity=5, place=""):
    return StockUpdate(
        ref=ref, remote_product_id=item, remote_variant_id=model, sku=ref, quantity=quantity, warehouse_remote_id=place
    )


def price(ref, item="1", model="", amount="150.10"):
    return PriceUpdate(
        ref=ref, remote_product_id=item, remote_variant_id=model, sku=ref, price=Decimal(amount), currency="THB"
    )


def all_taken(request):
    rows = request.body.get("stock_list") or request.body.get("price_list")
    return good({"success_list": [{"model_id": row["model_id"]} for row in rows], "failure_list": []})


def by_ref(results):
    return {each.ref: each for each in results}


def test_updates_are_grouped_by_item_and_model(shopee, remote):
    remote.answers(STOCK, all_taken)
    updates = [stock("a", "1"), stock("b", "2", "7", 3, "THZ"), stock("c", "2", "8", 0), stock("d", "2", "7", 4, "THY")]
    results = by_ref(shopee.push_stock(updates))
    assert all(each.ok for each in results.values())
    assert results.keys() == {"a", "b", "c", "d"}
    assert [call.body for call in remote.seen] == [
        {"item_id": 1, "stock_list": [{"model_id": 0, "seller_stock": [{"stock": 5}]}]},
        {"item_id": 2, "stock_list": [
            {"model_id": 7, "seller_stock": [{"location_id": "THZ", "stock": 3}, {"location_id": "THY", "stock": 4}]},
            {"model_id": 8, "seller_stock": [{"stock": 0}]},
        ]},
    ]  # fmt: skip


def test_more_than_fifty_models_of_one_item_are_several_calls(shopee, remote):
    remote.answers(STOCK, all_taken)
    results = shopee.push_stock([stock(str(number), "1", str(number + 1)) for number in range(51)])
    assert len(results) == 51
    assert [len(call.body["stock_list"]) for call in remote.seen] == [50, 1]


def test_a_model_in_the_failure_list_is_refused_although_the_answer_is_a_success(shopee, remote):
    answer = {"success_list": [{"model_id": 7}], "failure_list": [{"model_id": 8, "failed_reason": "in promotion"}]}
    remote.answers(STOCK, good(answer))
    results = by_ref(shopee.push_stock([stock("a", "1", "7"), stock("b", "1", "8")]))
    assert results["a"].ok
    assert not results["b"].ok
    assert type(results["b"].error) is Rejected
    assert "in promotion" in str(results["b"].error)


def test_a_model_of_which_nothing_is_said_did_not_succeed(shopee, remote):
    remote.answers(STOCK, good({"success_list": [], "failure_list": []}))
    (result,) = shopee.push_stock([stock("a")])
    assert type(result.error) is UnexpectedPayload


def test_one_refused_item_does_not_cost_the_others(shopee, remote):
    remote.answers(
        STOCK, lambda request: bad("error_item_uneditable") if request.body["item_id"] == 1 else all_taken(request)
    )
    results = by_ref(shopee.push_stock([stock("a", "1"), stock("b", "2")]))
    assert type(results["a"].error) is Rejected
    assert results["b"].ok


@pytest.mark.parametrize(
    ("code", "kind", "tries"), [("error_rate_limit", RateLimited, 3), ("error_server", Unavailable, 3)]
)
def test_when_shopee_cannot_take_more_the_rest_waits_untried(shopee, remote, code, kind, tries):
    remote.answers(STOCK, lambda request: all_taken(request) if request.body["item_id"] == 1 else bad(code))
    results = by_ref(shopee.push_stock([stock("a", "1"), stock("b", "2"), stock("c", "3")]))
    assert results["a"].ok
    assert [type(results[ref].error) for ref in "bc"] == [kind, kind]
    assert [call.body["item_id"] for call in remote.seen] == [1] + [2] * tries


def test_an_account_problem_is_not_an_items_fault(shopee, remote):
    remote.answers(STOCK, bad("error_auth", status=403))
    with pytest.raises(LoginExpired):
        shopee.push_stock([stock("a")])


def test_a_listing_without_their_number_is_refused_without_a_call(shopee, remote):
    (result,) = shopee.push_stock([stock("a", "")])
    assert type(result.error) is Rejected
    assert remote.seen == []


def test_prices_go_out_as_plain_numbers(shopee, remote):
    remote.answers(PRICE, all_taken)
    results = shopee.push_price([price("a"), price("b", "2", "7", "0.99")])
    assert all(each.ok for each in results)
    assert [call.body for call in remote.seen] == [
        {"item_id": 1, "price_list": [{"model_id": 0, "original_price": 150.1}]},
        {"item_id": 2, "price_list": [{"model_id": 7, "original_price": 0.99}]},
    ]


def test_a_refused_price_says_why(shopee, remote):
    failure = {"success_list": [], "failure_list": [{"model_id": 0, "failed_reason": "too low"}]}
    remote.answers(PRICE, good(failure))
    (result,) = shopee.push_price([price("a")])
    assert "too low" in str(result.error)


def test_a_price_is_rounded_to_what_can_be_listed(shopee):
    assert shopee.listing_price(Decimal("1.005")) == Decimal("1.01")
