"""Stock by barcode: links stay, one bad row is found, other shops stay out."""

from decimal import Decimal
from typing import Any

import pytest

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.stock import StockUpdate
from marketplaces.connectors.uzum import connector as uzum_connector
from marketplaces.connectors.uzum.batches import MOST_CALLS, isolated
from marketplaces.framework.errors import LoginExpired, NotFound, Rejected, Unavailable, UnexpectedPayload
from tests.contract.shop import Shop
from tests.marketplaces.connectors.remote import Remote

from .conftest import refusal, wrapped
from .samples import card, sku, stock_row

READ, WRITE = "/v3/fbs/sku/stocks", "/v2/fbs/sku/stocks"


def told(sku_id: int, quantity: int = 5, *, ref: str = "") -> StockUpdate:
    return StockUpdate(
        ref=ref or str(sku_id), remote_product_id="900001", remote_variant_id=str(sku_id), sku="X", quantity=quantity
    )  # fmt: skip


def priced(sku_id: int, price: str, product: str = "900001", **more: Any) -> PriceUpdate:
    return PriceUpdate(
        ref=str(sku_id), remote_product_id=product, remote_variant_id=str(sku_id), sku="X", price=Decimal(price),
        currency=more.pop("currency", "UZS"), **more,
    )  # fmt: skip


def test_a_row_is_read_changed_and_sent_back_with_its_links(uzum: uzum_connector, remote: Remote) -> None:
    remote.answers(READ, wrapped({"skuAmountList": [stock_row(fbsLinked=True, dbsLinked=True)]}))
    remote.answers(WRITE, wrapped({"skuAmountList": []}))
    assert [result.ok for result in uzum.push_stock([told(800001, 9)])] == [True]
    assert remote.asked(WRITE)[0].body == {
        "skuAmountList": [{
            "skuId": 800001, "skuTitle": "qizil", "productTitle": "Mug", "barcode": "5412345001027", "amount": 9,
            "fbsLinked": True, "dbsLinked": True,
        }]
    }  # fmt: skip


def test_a_sku_that_is_not_sold_from_here_is_not_linked_in_silence(uzum: uzum_connector, remote: Remote) -> None:
    remote.answers(READ, wrapped({"skuAmountList": [stock_row(fbsLinked=False, dbsLinked=False)]}))
    (result,) = uzum.push_stock([told(800001)])
    assert isinstance(result.error, Rejected) and "FBS or DBS" in str(result.error)
    assert remote.asked(WRITE) == []


def test_rows_that_are_known_are_not_asked_for_again(uzum: uzum_connector, remote: Remote) -> None:
    rows = [stock_row(skuId=800000 + n, barcode=str(n)) for n in range(1, 51)]
    remote.answers(READ, wrapped({"skuAmountList": rows}))
    remote.answers(WRITE, wrapped({"skuAmountList": []}))
    for _ in range(3):
        uzum.push_stock([told(800000 + n) for n in range(1, 51)])
    assert (len(remote.asked(READ)), len(remote.asked(WRITE))) == (1, 3)
    assert remote.asked(READ)[0].values("skuIdFrom") == ["800000"]


def test_one_bad_row_is_found_and_the_others_are_done(shop: Shop) -> None:
    shop.fresh(products=60, orders=0)
    levels = [level for page in shop.connector.pull_stock() for level in page.items]
    bad = next(each for each in shop.control("state?orders=0")["products"] if each["sku"] == levels[17].sku)
    shop.control("settings", {"bad_barcode": int(bad["barcode"])})
    updates = [
        StockUpdate(ref=each.sku, remote_product_id=each.remote_product_id, remote_variant_id=each.remote_variant_id,
                    sku=each.sku, quantity=33)
        for each in levels
    ]  # fmt: skip
    results = {result.ref: result.error for result in shop.connector.push_stock(updates)}
    shop.control("settings", {"bad_barcode": 0})
    assert [ref for ref, error in results.items() if error] == [bad["sku"]]
    assert isinstance(results[bad["sku"]], Rejected)
    amounts = {each["sku"]: each["stock"][""]["present"] for each in shop.control("state?orders=0")["products"]}
    assert {sku: 33 for sku in amounts if sku != bad["sku"]}.items() <= amounts.items()


def test_a_batch_that_is_bad_all_through_costs_a_bounded_number_of_calls() -> None:
    calls = 0

    def refuse(_part: Any) -> None:
        nonlocal calls
        calls += 1
        raise Rejected("no")

    found = isolated(list(range(100)), refuse)
    assert calls == MOST_CALLS
    assert found.keys() == set(range(100))
    assert {type(error) for error in found.values()} == {Rejected, Unavailable}


def test_passing_trouble_is_tried_again_later_and_the_accounts_trouble_is_everybodys() -> None:
    def later(_part: Any) -> None:
        raise Unavailable("wait")

    assert {type(error) for error in isolated([1, 2], later).values()} == {Unavailable}

    def signed_out(_part: Any) -> None:
        raise LoginExpired()

    with pytest.raises(LoginExpired):
        isolated([1, 2], signed_out)


def test_a_sku_that_is_gone_is_refused_alone(uzum: uzum_connector, remote: Remote) -> None:
    remote.answers(READ, wrapped({"skuAmountList": [stock_row()]}), wrapped({"skuAmountList": []}))
    remote.answers(WRITE, wrapped({"skuAmountList": []}))
    results = {
        result.ref: result.error for result in uzum.push_stock([told(800001), told(999999), told(0, ref="none")])
    }
    assert results["800001"] is None
    assert isinstance(results["999999"], NotFound)


def test_of_two_numbers_for_one_sku_the_newest_goes(uzum: uzum_connector, remote: Remote) -> None:
    remote.answers(READ, wrapped({"skuAmountList": [stock_row()]}))
    remote.answers(WRITE, wrapped({"skuAmountList": []}))
    results = uzum.push_stock([told(800001, 1, ref="old"), told(800001, 2, ref="new")])
    assert {result.ref for result in results if result.ok} == {"old", "new"}
    assert [row["amount"] for row in remote.asked(WRITE)[0].body["skuAmountList"]] == [2]


def test_stock_that_could_not_be_written_is_tried_again(uzum: uzum_connector, remote: Remote) -> None:
    remote.answers(READ, wrapped({"skuAmountList": [stock_row()]}))
    remote.answers(WRITE, refusal("storage-service-09"), wrapped({"skuAmountList": []}))
    assert [result.error for result in uzum.push_stock([told(800001)])] == [None]


def test_the_stock_of_another_shop_of_the_token_is_left_out(shop: Shop) -> None:
    seen = {level.sku for page in shop.connector.pull_stock() for level in page.items}
    mine = {each["sku"] for each in shop.control("state?orders=0")["products"]}
    assert seen == mine
    others = shop.control("state?orders=0&account=96274")["products"]
    ids = {level.remote_variant_id for page in shop.connector.pull_stock() for level in page.items}
    assert others and not {str(each["sku_id"]) for each in others} & ids


def test_what_this_run_pushed_is_read_back_without_reading_the_cards(uzum: uzum_connector, remote: Remote) -> None:
    remote.answers(READ, wrapped({"skuAmountList": [stock_row()]}))
    remote.answers(WRITE, wrapped({"skuAmountList": []}))
    uzum.push_stock([told(800001, 7)])
    levels = [level for page in uzum.pull_stock(remote_product_ids=["900001"]) for level in page.items]
    assert [(level.remote_product_id, level.remote_variant_id, level.quantity) for level in levels] == [
        ("900001", "800001", 7)
    ]
    assert remote.asked("/v1/product/shop/96273") == []


def test_a_stock_list_that_does_not_move_on_is_noticed(uzum: uzum_connector, remote: Remote) -> None:
    remote.answers(READ, wrapped({"skuAmountList": [stock_row(skuId=5)]}))
    with pytest.raises(UnexpectedPayload, match="skuId"):
        uzum.push_stock([told(800001)])


def test_prices_go_product_by_product_in_whole_sums(uzum: uzum_connector, remote: Remote) -> None:
    remote.answers("/v1/product/96273/sendPriceData", (200, None))
    results = uzum.push_price([
        priced(800001, "150000"), priced(800002, "160000", compare_price=Decimal(200000)),
        priced(800003, "5000", product="900002"),
    ])  # fmt: skip
    assert [result.error for result in results] == [None, None, None]
    assert [seen.body for seen in remote.asked("/v1/product/96273/sendPriceData")] == [
        {"productId": 900001, "skuList": [
            {"skuId": 800001, "fullPrice": 150000, "sellPrice": 150000},
            {"skuId": 800002, "fullPrice": 200000, "sellPrice": 160000},
        ]},
        {"productId": 900002, "skuList": [{"skuId": 800003, "fullPrice": 5000, "sellPrice": 5000}]},
    ]  # fmt: skip


def test_one_product_that_is_refused_leaves_the_others(uzum: uzum_connector, remote: Remote) -> None:
    remote.answers("/v1/product/96273/sendPriceData", refusal("bad-request-001"), (200, None))
    results = uzum.push_price([priced(1, "5", product="1"), priced(2, "5", product="2")])
    assert [type(result.error) for result in results] == [Rejected, type(None)]


@pytest.mark.parametrize(
    "wrong",
    [priced(1, "0"), priced(1, "-5"), priced(1, "10.50"), priced(1, "5", currency="RUB"), priced(1, "5", product="x")],
)
def test_a_price_that_uzum_cannot_hold_is_refused_here(uzum: uzum_connector, wrong: PriceUpdate) -> None:
    (result,) = uzum.push_price([wrong])
    assert isinstance(result.error, Rejected)


def test_a_price_is_rounded_to_whole_sums(uzum: uzum_connector) -> None:
    assert uzum.listing_price(Decimal("10499.50")) == Decimal(10500)


def test_cards_become_products_with_a_variant_for_each_sku(uzum: uzum_connector, remote: Remote) -> None:
    cards = [card(sku(), sku(skuId=800002, sellerItemCode="", article="LUMEN-2", barcode=1000000000017, quantityFbs=0,
                             quantityActive=0))]  # fmt: skip
    remote.answers("/v1/product/shop/96273", {"productList": cards, "totalProductsAmount": 1})
    (page,) = uzum.pull_products()
    (found,) = page.items
    assert [(v.remote_id, v.sku, v.gtin, v.status, v.price, v.currency, v.stock) for v in found.variants] == [
        ("800001", "MUG-RED", "5412345001027", "active", Decimal(150000), "UZS", {"": 7}),
        ("800002", "LUMEN-2", "", "out_of_stock", Decimal(150000), "UZS", {"": 0}),
    ]


@pytest.mark.parametrize(
    ("of_card", "of_sku", "status"),
    [
        ({}, {"archived": True}, "deleted"),
        ({}, {"blocked": True}, "refused"),
        ({"status": {"value": "ARCHIVED"}}, {}, "deleted"),
        ({"status": {"value": "PERM_BANNED"}}, {}, "refused"),
        ({"moderationStatus": {"value": "ON_MODERATION"}}, {}, "inactive"),
        ({"status": {"value": "RUN_OUT"}}, {"quantityFbs": 0, "quantityActive": 0}, "out_of_stock"),
        ({"status": {"value": "READY_TO_SEND"}}, {}, "active"),
        ({"status": None, "moderationStatus": None}, {}, "active"),
    ],
)
def test_how_a_listing_stands(
    uzum: uzum_connector, remote: Remote, of_card: dict[str, Any], of_sku: dict[str, Any], status: str
) -> None:
    answer = {"productList": [card(sku(**of_sku), **of_card)], "totalProductsAmount": 1}
    remote.answers("/v1/product/shop/96273", answer)
    assert [page.items[0].variants[0].status for page in uzum.pull_products()] == [status]
