"""Lists that are turned by tokens: everything once, nothing twice, to the end and no further."""

from datetime import UTC, datetime, timedelta

import pytest

from marketplaces.connectors.amazon.walks import MOST_LISTINGS
from marketplaces.framework.errors import NotFound, PermissionMissing, Rejected, UnexpectedPayload

from .conftest import SELLER
from .samples import at_amazon, listing, order

SEARCH = "GET /orders/2026-01-01/orders"
LISTINGS = f"GET /listings/2021-08-01/items/{SELLER}"
INVENTORY = "GET /fba/inventory/v1/summaries"
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SPAN = {"since": NOW - timedelta(days=9), "until": NOW - timedelta(hours=1)}


def page(*numbers, token=""):
    return {"orders": [order(orderId=number) for number in numbers]} | (
        {"pagination": {"nextToken": token}} if token else {"lastUpdatedBefore": "2026-11-20T11:00:00Z"}
    )


def listings(*items, token="", total=None):
    answer = {"numberOfResults": len(items) if total is None else total, "items": list(items)}
    return answer | ({"pagination": {"nextToken": token}} if token else {})


def test_pages_are_turned_with_the_same_parameters(amazon, remote):
    remote.answers(SEARCH, page("1", "2", token="t2"), page("3"))
    pages = list(amazon.pull_orders(**SPAN))
    assert [each.remote_id for page in pages for each in page.items] == ["1", "2", "3"]
    first, second = (dict(each.query) for each in remote.asked(SEARCH))
    assert second.pop("paginationToken") == "t2"
    assert first == second
    assert "FULFILLMENT" in first["includedData"].split(",")
    assert first["marketplaceIds"] == "A1PA6795UKMFR9"


def test_only_the_last_page_says_what_is_final(amazon, remote):
    remote.answers(SEARCH, page("1", token="t2"), page("2"))
    first, last = amazon.pull_orders(**SPAN)
    assert (first.safe_until, last.safe_until) == (None, SPAN["until"])
    assert (first.cursor["token"], last.cursor) == ("t2", None)


def test_a_walk_goes_on_with_the_span_of_its_first_page(amazon, remote):
    remote.answers(SEARCH, page("3"))
    cursor = {"token": "t2", "after": "2026-11-01T00:00:00.000Z", "before": ""}
    list(amazon.pull_orders(**SPAN, cursor=cursor))
    query = remote.asked(SEARCH)[0].query
    assert (query["paginationToken"], query["lastUpdatedAfter"]) == ("t2", "2026-11-01T00:00:00.000Z")
    assert "lastUpdatedBefore" not in query


def test_a_token_that_was_kept_too_long_costs_a_new_beginning(amazon, remote):
    refused = {"errors": [{"code": "InvalidInput", "message": "The paginationToken has expired."}]}
    remote.answers(SEARCH, (400, refused), page("1"))
    cursor = {"token": "old", "after": "2026-11-01T00:00:00.000Z", "before": ""}
    (found,) = amazon.pull_orders(**SPAN, cursor=cursor)
    assert [each.remote_id for each in found.items] == ["1"]
    assert "paginationToken" not in remote.asked(SEARCH)[1].query


def test_a_refused_search_that_is_no_resumption_is_told(amazon, remote):
    remote.answers(SEARCH, (400, {"errors": [{"code": "InvalidInput", "message": "no"}]}))
    with pytest.raises(Rejected):
        list(amazon.pull_orders(**SPAN))
    assert len(remote.asked(SEARCH)) == 1


def test_the_same_page_with_ever_new_tokens_is_noticed(amazon, remote):
    numbers = iter(range(1000))
    remote.answers(SEARCH, lambda seen: page("1", "2", token=f"t{next(numbers)}"))
    with pytest.raises(UnexpectedPayload):
        list(amazon.pull_orders(**SPAN))
    assert len(remote.asked(SEARCH)) == 2


def test_one_odd_order_never_stops_the_others(amazon, remote):
    odd = order(orderId="2")
    del odd["fulfillment"]
    remote.answers(SEARCH, {"orders": [order(orderId="1"), odd, "nonsense"]})
    (found,) = amazon.pull_orders(**SPAN)
    assert [each.remote_id for each in found.items] == ["1"]
    assert [each.remote_id for each in found.refused] == ["2", ""]


def test_an_answer_that_is_no_page_is_not_an_empty_shop(amazon, remote):
    remote.answers(SEARCH, {"hello": "world"})
    with pytest.raises(UnexpectedPayload, match="orders"):
        list(amazon.pull_orders(**SPAN))


def test_a_missing_role_is_told_as_such(amazon, remote):
    denied = {"errors": [{"code": "Unauthorized", "message": "Access to requested resource is denied.", "details": ""}]}
    remote.answers(SEARCH, (403, denied))
    with pytest.raises(PermissionMissing) as caught:
        list(amazon.pull_orders(**SPAN))
    assert "role" in caught.value.fix
    assert caught.value.operation == "pull_orders"


def test_an_unknown_number_is_refused_alone(amazon, remote):
    remote.answers("GET /orders/2026-01-01/orders/1", {"order": order(orderId="1")})
    found = amazon.order_items(["1", "2", "1"])
    assert [each.remote_id for each in found.items] == ["1"]
    assert [(each.remote_id, type(each.error)) for each in found.refused] == [("2", NotFound)]


def test_listings_are_read_by_sku_and_twenty_a_page(amazon, remote):
    remote.answers(LISTINGS, listings(listing("A"), token="t2", total=2), listings(listing("B"), total=2))
    pages = list(amazon.pull_products())
    assert [each.remote_id for page in pages for each in page.items] == ["A", "B"]
    first, second = (each.query for each in remote.asked(LISTINGS))
    assert (first["sortBy"], first["sortOrder"], first["pageSize"]) == ("sku", "ASC", "20")
    assert second["pageToken"] == "t2"
    assert pages[0].cursor == {"token": "t2", "since": ""}


def test_a_walk_through_listings_goes_on_where_it_was_cut_off(amazon, remote):
    remote.answers(LISTINGS, listings(listing("B")))
    list(amazon.pull_products(cursor={"token": "t2", "since": "2026-11-01T00:00:00.000Z"}))
    query = remote.asked(LISTINGS)[0].query
    assert (query["pageToken"], query["lastUpdatedAfter"]) == ("t2", "2026-11-01T00:00:00.000Z")


def test_what_lies_at_amazon_is_counted_by_a_call_of_its_own(amazon, remote):
    row = {"sellerSku": "MUG-2", "totalQuantity": 9, "inventoryDetails": {"fulfillableQuantity": 7}}
    remote.answers(LISTINGS, listings(listing("MUG-1"), at_amazon("MUG-2")))
    remote.answers(INVENTORY, {"payload": {"granularity": {}, "inventorySummaries": [row]}})
    (page,) = amazon.pull_products()
    own, theirs = (each.variants[0] for each in page.items)
    assert (own.stock, own.stock_is_theirs) == ({"": 4}, False)
    assert (theirs.stock, theirs.stock_is_theirs) == ({"": 7}, True)
    assert "sellerSkus" not in remote.asked(INVENTORY)[0].query


def test_what_lies_at_amazon_is_read_once_for_all_pages(amazon, remote):
    pages = listings(at_amazon("A"), token="t2", total=2), listings(at_amazon("B"), total=2)
    remote.answers(LISTINGS, *pages)
    remote.answers(INVENTORY, {"payload": {"granularity": {}, "inventorySummaries": []}})
    assert len(list(amazon.pull_products())) == 2
    assert len(remote.asked(INVENTORY)) == 1


def test_of_named_listings_only_theirs_is_counted(amazon, remote):
    row = {"sellerSku": "MUG-2", "inventoryDetails": {"fulfillableQuantity": 7}}
    remote.answers(LISTINGS, listings(listing("MUG-1"), at_amazon("MUG-2")))
    remote.answers(INVENTORY, {"payload": {"granularity": {}, "inventorySummaries": [row]}})
    amazon.find_products(["MUG-1", "MUG-2"])
    assert remote.asked(INVENTORY)[0].query["sellerSkus"] == "MUG-2"


def test_one_odd_listing_never_stops_the_others(amazon, remote):
    odd = listing("ODD", fulfillmentAvailability="none")
    remote.answers(LISTINGS, listings(odd, listing("GOOD")))
    (page,) = amazon.pull_products()
    assert [each.remote_id for each in page.items] == ["GOOD"]
    assert [each.remote_id for each in page.refused] == ["ODD"]


def test_without_the_role_for_their_warehouses_products_come_all_the_same(amazon, remote):
    remote.answers(LISTINGS, listings(listing("MUG-1"), at_amazon("MUG-2")))
    denied = {"errors": [{"code": "Unauthorized", "message": "Access to requested resource is denied.", "details": ""}]}
    remote.answers(INVENTORY, (403, denied))
    (page,) = amazon.pull_products()
    assert [each.variants[0].stock for each in page.items] == [{"": 4}, None]


def test_a_shop_without_stock_at_amazon_asks_for_none(amazon, remote):
    remote.answers(LISTINGS, listings(listing("MUG-1")))
    list(amazon.pull_products())
    assert remote.asked(INVENTORY) == []


def test_stock_levels_are_the_sellers_own(amazon, remote):
    remote.answers(LISTINGS, listings(listing("MUG-1"), at_amazon("MUG-2")))
    remote.answers(INVENTORY, {"payload": {"granularity": {}, "inventorySummaries": []}})
    (page,) = amazon.pull_stock()
    assert [(each.sku, each.quantity) for each in page.items] == [("MUG-1", 4)]


def test_names_with_a_comma_are_asked_for_alone(amazon, remote):
    remote.answers(LISTINGS, listings(listing("A")))
    remote.answers(f"GET /listings/2021-08-01/items/{SELLER}/B%2C1", listing("B,1"))
    found = amazon.find_products(["A", "B,1"])
    assert [each.remote_id for each in found] == ["A", "B,1"]
    assert remote.asked(LISTINGS)[0].query["identifiers"] == "A"


def test_twenty_are_asked_for_at_a_time(amazon, remote):
    remote.answers(LISTINGS, lambda seen: listings(*map(listing, seen.query["identifiers"].split(","))))
    found = amazon.find_products([f"S{n:02d}" for n in range(45)])
    assert len(found) == 45
    assert [len(each.query["identifiers"].split(",")) for each in remote.asked(LISTINGS)] == [20, 20, 5]


def test_as_many_as_can_be_paged_through_are_not_reported(amazon, remote):
    remote.answers(LISTINGS, listings(listing("A"), total=MOST_LISTINGS))
    assert [each.remote_id for page in amazon.pull_products() for each in page.items] == ["A"]
    assert len(remote.seen) == 1
