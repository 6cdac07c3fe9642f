"""Stock, prices and products outward: files that hold only what changes, and the call of "seed"."""

from decimal import Decimal

import pytest

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.products import ProductCard, ProductRemoval
from marketplaces.canonical.stock import StockUpdate
from marketplaces.connectors.letzshop.feed_file import read
from marketplaces.framework.errors import LoginExpired, NotFound, Rejected, Unavailable, UnexpectedPayload

from .conftest import connected

FEED = (
    "id\ttitle\tdescription\tprice\tsale_price\tavailability\tbrand\titem_group_id\tatalanda:quantity\n"
    "A\tThéière\tEn fonte\t49.90 EUR\t39.90 EUR\tin stock\tLumen\t\t12\n"
    "B-S\tT-shirt\t\t24.90 EUR\t\tpreorder\tLumen\tB\t0\n"
    "B-M\tT-shirt\t\t24.90 EUR\t\tout of stock\tLumen\tB\t0\n"
).encode()


@pytest.fixture
def line(remote):
    """The connector of a shop with a feed in one language."""
    remote.answers("GET /feeds/products_fr.csv", FEED)
    remote.answers("PUT /feeds/changes_fr.csv", {})
    remote.answers("PUT /feeds/products_fr.csv", {})
    return connected(remote.url, languages="fr")


def sent(remote, name="PUT /feeds/changes_fr.csv"):
    return [[row.cells for row in read(each.body["feed"].encode()).rows] for each in remote.asked(name)]


def outcomes(results):
    return {each.ref: type(each.error) if each.error else None for each in results}


def stock(sku, quantity, *, variant="", product=""):
    return StockUpdate(
        ref=sku, remote_product_id=product or sku, remote_variant_id=variant, sku=sku, quantity=quantity
    )  # fmt: skip


def price(sku, amount, *, currency="EUR", compare=None):
    return PriceUpdate(
        ref=sku, remote_product_id=sku, remote_variant_id="", sku=sku, price=Decimal(amount), currency=currency,
        compare_price=compare,
    )  # fmt: skip


def card(sku="N", **more):
    given = {"ref": sku, "sku": sku, "title": "Lampe", "price": Decimal("39.90"), "currency": "EUR", **more}
    return ProductCard(**given)


def test_quantities_are_rows_of_three_columns_and_orders_ahead_go_on(remote, line):
    updates = [stock("A", 5), stock("B-S", 0, variant="B-S", product="B"), stock("B-M", 2), stock("X", 1)]
    assert outcomes(line.push_stock(updates)) == {"A": None, "B-S": None, "B-M": None, "X": NotFound}
    assert sent(remote) == [[
        {"id": "A", "availability": "in stock", "atalanda:quantity": "5"},
        {"id": "B-S", "availability": "preorder", "atalanda:quantity": "0"},
        {"id": "B-M", "availability": "in stock", "atalanda:quantity": "2"},
    ]]  # fmt: skip


def test_none_left_is_out_of_stock(remote, line):
    line.push_stock([stock("A", 0)])
    assert sent(remote) == [[{"id": "A", "availability": "out of stock", "atalanda:quantity": "0"}]]


def test_the_feed_is_read_once_for_all_batches_of_a_run(remote, line):
    for quantity in range(3):
        line.push_stock([stock("A", quantity)])
    assert len(remote.asked("GET /feeds/products_fr.csv")) == 1
    assert len(sent(remote)) == 3


def test_nothing_is_sent_when_nothing_can_be(remote, line):
    assert outcomes(line.push_stock([stock("X", 1)])) == {"X": NotFound}
    assert outcomes(line.push_price([price("A", "10", currency="CHF")])) == {"A": Rejected}
    assert sent(remote) == []


def test_both_prices_are_told_so_that_no_old_one_stays_crossed_out(remote, line):
    line.push_price([price("A", "41.5"), price("B-M", "19.995", compare=Decimal("24.90"))])
    assert sent(remote) == [[
        {"id": "A", "price": "41.50 EUR", "sale_price": ""},
        {"id": "B-M", "price": "24.90 EUR", "sale_price": "20.00 EUR"},
    ]]  # fmt: skip


def test_a_known_product_is_told_whole_without_its_stock_and_a_new_one_with_it(remote, line):
    results = line.push_products([card("A", title="Théière bleue", price=Decimal("39.90")), card(quantity=4)])
    assert outcomes(results) == {"A": None, "N": None}
    (known,), (fresh,) = sent(remote)
    assert (known["title"], known["description"], known["brand"]) == ("Théière bleue", "En fonte", "Lumen")
    assert (known["price"], known["sale_price"]) == ("49.90 EUR", "39.90 EUR")
    assert "atalanda:quantity" not in known and "availability" not in known
    assert (fresh["availability"], fresh["atalanda:quantity"], fresh["price"]) == ("in stock", "4", "39.90 EUR")


def test_a_product_is_taken_out_of_every_file_that_names_it(remote):
    for language in ("fr", "de"):
        remote.answers(f"GET /feeds/products_{language}.csv", FEED)
        remote.answers(f"PUT /feeds/products_{language}.csv", {})
    at = connected(remote.url, languages="fr,de,en")
    removals = [ProductRemoval(ref="r", remote_product_id="A", sku="A"), ProductRemoval(ref="g", remote_product_id="X")]
    assert outcomes(at.delete_products(removals)) == {"r": None, "g": None}
    for language in ("fr", "de"):
        ((first, second),) = sent(remote, f"PUT /feeds/products_{language}.csv")
        assert (first["id"], second["id"]) == ("B-S", "B-M")
        assert first.keys() == {"id", "title", "description", "link"}


def test_from_a_feed_with_torn_rows_nothing_is_taken_out(remote, line):
    remote.answers("GET /feeds/products_fr.csv", FEED + b"torn\trow\n")
    assert outcomes(line.delete_products([ProductRemoval(ref="r", remote_product_id="A", sku="A")])) == {"r": Rejected}
    assert not remote.asked("PUT /feeds/products_fr.csv")


@pytest.mark.parametrize("page", [b"<html>login</html>", b"", b"id\ttitle\tprice\n"])
def test_a_page_or_an_empty_file_fails_the_reading(remote, line, page):
    remote.answers("GET /feeds/products_fr.csv", page)
    with pytest.raises(UnexpectedPayload):
        list(line.pull_products())


def test_the_merchants_own_file_must_be_there_and_the_key_must_open_it(remote):
    at = connected(remote.url, languages="fr,de")
    with pytest.raises(NotFound):
        list(at.pull_products())
    remote.answers("GET /feeds/products_fr.csv", (401, {}))
    with pytest.raises(LoginExpired):
        list(at.pull_products())


def test_a_long_feed_comes_in_pages_and_goes_on_behind_the_last_product(remote, line):
    rows = "".join(f"P{n}\tT\t\t1.00 EUR\t\tin stock\t\t\t1\n" for n in range(450)).encode()
    remote.answers("GET /feeds/products_fr.csv", FEED.splitlines(keepends=True)[0] + rows)
    pages = list(line.pull_products())
    assert [len(page.items) for page in pages] == [200, 200, 50]
    rest = list(line.pull_products(cursor=pages[0].cursor))
    assert [each.remote_id for page in rest for each in page.items] == [f"P{n}" for n in range(200, 450)]


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
