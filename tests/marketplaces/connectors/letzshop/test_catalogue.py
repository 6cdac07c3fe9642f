"""The merchant's feed, read from its address without the key; and stock by the call of "seed"."""

import pytest

from marketplaces.canonical.stock import StockUpdate
from marketplaces.framework.errors import NotFound, NotSupported, Rejected, Unavailable, UnexpectedPayload

from .conftest import KEY, connected

FEED = (
    "id\ttitle\tdescription\tprice\tsale_price\tavailability\tbrand\titem_group_id\tatalanda:quantity\n"
    "A\tThéière\tEn fonte\t49.90 EUR\t39.90 EUR\tin stock\tLumen\t\t12\n"
    "B-S\tT-shirt\t\t24.90 EUR\t\tpreorder\tLumen\tB\t0\n"
    "B-M\tT-shirt\t\t24.90 EUR\t\tout of stock\tLumen\tB\t0\n"
).encode()
ADDRESS = "/export/products_{language}.csv"


@pytest.fixture
def line(remote):
    """The connector of a shop with a feed in one language."""
    remote.answers("GET /export/products_fr.csv", FEED)
    return connected(remote.url, languages="fr", feed_address=ADDRESS)


def outcomes(results):
    return {each.ref: type(each.error) if each.error else None for each in results}


def stock(sku, quantity):
    return StockUpdate(ref=sku, remote_product_id=sku, remote_variant_id="", sku=sku, quantity=quantity)


def test_the_feed_is_read_at_its_own_address_and_never_hears_the_key(remote):
    remote.answers("GET /export/all.csv?shop=1", FEED)
    at = connected("https://letzshop.invalid", feed_address=f"{remote.url}/export/all.csv?shop=1")
    (page,) = at.pull_products()
    assert [each.remote_id for each in page.items] == ["A", "B"]
    (asked,) = remote.seen
    assert KEY not in str(asked.headers)


def test_stock_and_prices_are_read_from_it_as_well(line):
    levels = [level for page in line.pull_stock(remote_product_ids=["A"]) for level in page.items]
    assert [(level.sku, level.quantity) for level in levels] == [("A", 12)]
    prices = {level.sku: level for page in line.pull_prices() for level in page.items}
    assert (str(prices["A"].price), str(prices["A"].compare_price)) == ("39.90", "49.90")


def test_without_a_feed_there_are_no_products_and_it_is_said_where_to_enter_it(remote):
    with pytest.raises(NotSupported) as caught:
        list(connected(remote.url).pull_products())
    assert "address of your feed" in caught.value.fix
    assert remote.seen == []


@pytest.mark.parametrize("page", [b"<html>login</html>", b"", b"id\ttitle\tprice\n"], ids=["page", "empty", "header"])
def test_a_page_or_an_empty_file_fails_the_reading(remote, line, page):
    remote.answers("GET /export/products_fr.csv", page)
    with pytest.raises(UnexpectedPayload):
        list(line.pull_products())


@pytest.mark.parametrize(("status", "kind"), [(401, Rejected), (403, Rejected), (404, NotFound), (503, Unavailable)])
def test_a_feed_that_does_not_open_is_no_fault_of_the_account(remote, line, status, kind):
    remote.answers("GET /export/products_fr.csv", (status, {}))
    with pytest.raises(kind) as caught:
        list(line.pull_products())
    assert type(caught.value) is kind


def test_the_merchants_own_file_must_be_there_and_others_need_not(remote):
    at = connected(remote.url, languages="fr,de", feed_address=ADDRESS)
    remote.answers("GET /export/products_de.csv", FEED)
    with pytest.raises(NotFound):
        list(at.pull_products())
    remote.answers("GET /export/products_fr.csv", FEED)
    remote.answers("GET /export/products_de.csv", (404, {}))
    assert [len(page.items) for page in at.pull_products()] == [2]


def test_an_address_without_a_place_for_the_language_is_one_file(remote):
    remote.answers("GET /export/all.csv", FEED)
    at = connected(remote.url, languages="lb,fr", feed_address="/export/all.csv")
    assert {each.language for page in at.pull_products() for each in page.items} == {"lb"}
    assert len(remote.seen) == 1


def test_a_long_feed_comes_in_pages_and_goes_on_behind_the_last_product(remote, line):
    rows = "".join(f"P{n}\tT\t\t1.00 EUR\t\tin stock\t\t\t1\n" for n in range(450)).encode()
    remote.answers("GET /export/products_fr.csv", FEED.splitlines(keepends=True)[0] + rows)
    pages = list(line.pull_products())
    assert [len(page.items) for page in pages] == [200, 200, 50]
    rest = list(line.pull_products(cursor=pages[0].cursor))
    assert [each.remote_id for page in rest for each in page.items] == [f"P{n}" for n in range(200, 450)]


def test_only_seed_has_a_call_for_stock(remote, line):
    with pytest.raises(NotSupported):
        line.push_stock([stock("A", 5)])
    assert remote.seen == []


# Seed ----------------------------------------------------------------------------------------------------------------
def told(success=True, errors=()):
    return {"data": {"updateInventory": {"success": success, "errors": list(errors)}}}


def test_seed_names_the_skus_that_it_refused(remote, seed):
    error = {"sku": "X", "message": "unknown sku"}
    remote.answers("UpdateInventory", told(False, [error, {"sku": "B", "message": "try again"}]))
    results = seed.push_stock([stock("A", 5), stock("X", 1), stock("B", 1)])
    assert outcomes(results) == {"A": None, "X": NotFound, "B": Unavailable}
    assert remote.seen[0].variables["input"]["items"][0] == {"sku": "A", "quantity": 5}


def test_seed_that_refuses_without_a_reason_is_no_success(remote, seed):
    remote.answers("UpdateInventory", told(False))
    with pytest.raises(UnexpectedPayload):
        seed.push_stock([stock("A", 5)])
