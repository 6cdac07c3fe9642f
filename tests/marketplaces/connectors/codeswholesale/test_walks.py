"""The list by tokens: read to the end, gone on with, asked for what is new, and never followed for ever."""

from datetime import UTC, datetime

import pytest

from marketplaces.framework.errors import NotFound, UnexpectedPayload
from tests.marketplaces.connectors.codeswholesale import samples
from tests.marketplaces.connectors.codeswholesale.samples import OTHER, PRODUCT

LIST = "GET /v3/products"
SINCE = datetime(2026, 11, 19, 8, 0, 0, 250_000, tzinfo=UTC)


def number(place):
    return f"b7a0c1d2-{place:04d}-4a00-8000-000000000001"


class Shelf:
    """A list of so many products, some to a page."""

    def __init__(self, count, size=50):
        self.rows = [samples.product(number(place)) for place in range(count)]
        self.size = size

    def __call__(self, seen):
        first = int(seen.query.get("continuationToken", "0"))
        last = first + self.size
        return samples.page(*self.rows[first:last], token=str(last) if last < len(self.rows) else None)


def ids(pages):
    return [product.remote_id for page in pages for product in page.items]


@pytest.mark.parametrize("count", [0, 1, 49, 50, 51, 120])
def test_every_product_is_read_once(remote, supplier, count):
    remote.answers(LIST, Shelf(count))
    pages = list(supplier.pull_products())
    assert ids(pages) == [number(place) for place in range(count)]
    assert pages[-1].cursor is None
    assert pages[-1].safe_until is not None
    assert [page.safe_until for page in pages[:-1]] == [None] * (len(pages) - 1)


def test_a_walk_goes_on_where_it_was_cut_off_and_is_good_until_it_began(remote, supplier):
    remote.answers(LIST, Shelf(120))
    whole = list(supplier.pull_products(since=SINCE))
    first = next(iter(supplier.pull_products(since=SINCE)))
    rest = list(supplier.pull_products(since=datetime(2020, 1, 1, tzinfo=UTC), cursor=first.cursor))
    assert ids([first, *rest]) == ids(whole)
    assert rest[-1].safe_until.isoformat(timespec="milliseconds")[:19] == first.cursor["began"][:19]
    assert {each.query["updatedSince"] for each in remote.seen} == {"2026-11-19T08:00:00.250Z"}


def test_a_list_that_comes_round_again_is_noticed(remote, supplier):
    remote.answers(LIST, lambda seen: samples.page(samples.product(), token="again"))
    with pytest.raises(UnexpectedPayload, match="continuationToken"):
        list(supplier.pull_products())
    assert len(remote.seen) == 2


@pytest.mark.parametrize("odd", [{"message": "hello"}, {"items": None}, {"items": {}}, [], "x"])
def test_an_answer_that_is_no_list_is_no_empty_list(remote, supplier, odd):
    remote.answers(LIST, odd)
    with pytest.raises(UnexpectedPayload):
        list(supplier.pull_products())


def test_nothing_found_empties_no_list(remote, supplier):
    remote.answers(LIST, {})
    with pytest.raises(NotFound):
        list(supplier.pull_products())
    with pytest.raises(NotFound):
        list(supplier.pull_stock())


def test_nothing_found_is_a_good_answer_to_what_is_new(remote, supplier):
    remote.answers(LIST, {})
    (page,) = supplier.pull_products(since=SINCE)
    assert (list(page.items), page.cursor) == ([], None)
    assert page.safe_until


def test_nothing_found_in_the_middle_is_not_taken_for_the_end(remote, supplier):
    remote.answers(LIST, samples.page(samples.product(), token="2"), {})
    with pytest.raises(NotFound):
        list(supplier.pull_products(since=SINCE))


def test_one_odd_product_never_stops_the_others(remote, supplier):
    remote.answers(LIST, samples.page(samples.product(quantity="many"), samples.product(OTHER), "torn"))
    (page,) = supplier.pull_products()
    assert ids([page]) == [OTHER]
    assert [(each.remote_id, each.error.path) for each in page.refused] == [(PRODUCT, "quantity"), ("", "productId")]


def test_only_what_the_merchant_wants_is_listed(remote, line):
    remote.answers(LIST, samples.page(samples.product(), samples.product(OTHER, platform="GOG")))
    connector = line(platforms="gog,xbox").connector
    assert ids(connector.pull_products()) == [OTHER]
    assert [level.remote_product_id for page in connector.pull_stock() for level in page.items] == [OTHER]


def test_texts_are_read_only_where_a_language_is_set(remote, line):
    remote.answers(LIST, samples.page(samples.product(), samples.product(OTHER)))
    remote.answers(f"GET /v3/products/{PRODUCT}/description", samples.texts())
    plain = ids(line().connector.pull_products())
    assert len(remote.seen) == 1
    (page,) = line(language="fr").connector.pull_products()
    assert ids([page]) == plain
    assert [(each.title, each.language) for each in page.items] == [
        ("Exemple de quête", "fr"), ("Example Quest (Steam)", ""),
    ]  # fmt: skip
    assert {each.query["locale"] for each in remote.seen if "locale" in each.query} == {"fr"}


def test_named_products_are_asked_for_some_dozen_at_a_time(remote, supplier):
    wanted = [number(place) for place in range(120)]
    remote.answers(LIST, lambda seen: samples.page(*map(samples.product, seen.query["productIds"].split(","))))
    (page,) = supplier.pull_stock(remote_product_ids=[*wanted, wanted[0]])
    assert [level.remote_product_id for level in page.items] == wanted
    assert [len(each.query["productIds"].split(",")) for each in remote.seen] == [50, 50, 20]


def test_of_what_is_not_on_the_list_nothing_is_told(remote, supplier):
    remote.answers(LIST, samples.page(samples.product(OTHER)))
    (page,) = supplier.pull_prices(remote_product_ids=[PRODUCT])
    assert list(page.items) == []
    remote.answers(LIST, {})
    (page,) = supplier.pull_prices(remote_product_ids=[PRODUCT])
    assert list(page.items) == []


def test_no_product_named_is_no_call(remote, supplier):
    (page,) = supplier.pull_stock(remote_product_ids=[])
    assert (list(page.items), remote.seen) == ([], [])
    assert supplier.find_products(["LU-1001"]) == []
    assert remote.seen == []


def test_an_offer_is_read_by_its_own_call_and_gone_when_it_left_the_list(remote, supplier):
    remote.answers(f"GET /v3/products/{PRODUCT}", samples.product(), samples.error(404, 20001, "Product not found"))
    assert supplier.offer(PRODUCT).quantity == 41
    with pytest.raises(NotFound) as caught:
        supplier.offer(PRODUCT)
    assert caught.value.remote_code == "20001"


# Version 2 -----------------------------------------------------------------------------------------------------------
def test_version_2_gives_all_at_once_and_has_no_questions(remote, line):
    remote.answers("GET /v2/products", samples.page(samples.product(), token="not one of version 2"))
    (page,) = line(api_version="v2").connector.pull_products(since=SINCE)
    assert (ids([page]), page.cursor, remote.seen[0].query) == ([PRODUCT], None, {})


def test_version_2_reads_named_products_one_by_one(remote, line):
    connector = line(api_version="v2").connector
    remote.answers(f"GET /v2/products/{PRODUCT}", samples.product())
    (page,) = connector.pull_stock(remote_product_ids=[PRODUCT, OTHER])
    assert [level.quantity for level in page.items] == [41]
    assert [each.path for each in remote.seen] == [f"/v2/products/{PRODUCT}", f"/v2/products/{OTHER}"]


def test_version_2_has_its_own_orders_keys_and_account(remote, line):
    connector = line(api_version="v2").connector
    remote.answers("GET /v2/accounts/current", samples.BALANCE)
    remote.answers("GET /v2/orders/o", samples.order(samples.image(1, codeType=None)))
    remote.answers("GET /v2/codes/c0de-1", samples.image(1, codeType=None, code=samples.PNG))
    assert connector.account().currency == "EUR"
    assert connector.purchase("o").keys[0].image


def test_the_supplier_tells_its_words(remote, supplier):
    remote.answers("GET /v3/platforms", {"platforms": [{"name": "Steam"}]})
    remote.answers("GET /v3/regions", {"regions": [{"name": "EU"}]})
    remote.answers("GET /v3/languages", {"languages": []})
    remote.answers("GET /v3/territory", {"territories": [{"territory": "French"}]})
    assert supplier.words() == {
        "platforms": ("Steam",), "regions": ("EU",), "languages": (), "territories": ("French",),
    }  # fmt: skip
