"""Prices: an upload that is asked about, rows that are refused alone, the same price once more."""

from decimal import Decimal
from typing import Any

import pytest

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.connectors.wildberries import connector as wildberries_connector
from marketplaces.framework.errors import NotFound, Rejected, Unavailable
from tests.contract.shop import Shop
from tests.contract.writing import answered, same
from tests.marketplaces.connectors.remote import Remote

from . import samples
from .conftest import connected

UPLOAD, DONE, WAITING = "POST /api/v2/upload/task", "GET /api/v2/history/tasks", "GET /api/v2/buffer/tasks"
GOODS, FILTER = "GET /api/v2/history/goods/task", "POST /api/v2/list/goods/filter"


def update(number: int | str, price: str = "350", **more: Any) -> PriceUpdate:
    given = {"ref": str(number), "remote_variant_id": "987654321", "sku": "mug-red", "currency": "RUB", **more}
    return PriceUpdate(remote_product_id=str(number), price=Decimal(price), **given)


def wrapped(data: Any, text: str = "") -> dict[str, Any]:
    return {"data": data, "error": False, "errorText": text}


def refused(text: str) -> tuple[int, dict[str, Any]]:
    return 400, {"data": None, "error": True, "errorText": text}


def task(status: int) -> dict[str, Any]:
    return wrapped({"uploadID": 395000001, "status": status, "overAllGoodsNumber": 2, "successGoodsNumber": 1})


@pytest.fixture
def taken(remote: Remote) -> Remote:
    remote.answers(UPLOAD, wrapped({"id": 395000001, "alreadyExists": False}))
    remote.answers(WAITING, task(1))
    return remote


def test_an_upload_is_asked_about_until_it_is_done(wildberries: wildberries_connector, taken: Remote) -> None:
    taken.answers(DONE, wrapped(None), wrapped(None), task(3))
    (result,) = wildberries.push_price([update(7)])
    assert (result.ok, result.visible) == (True, True)
    assert taken.asked(UPLOAD)[0].body == {"data": [{"nmID": 7, "price": 350, "discount": 0}]}
    assert [each.value("uploadID") for each in taken.asked(DONE)] == ["395000001"] * 3


def test_what_takes_long_is_accepted_and_not_seen(wildberries: wildberries_connector, taken: Remote) -> None:
    taken.answers(DONE, wrapped(None))
    (result,) = wildberries.push_price([update(7)])
    assert (result.ok, result.visible) == (True, False)
    assert len(taken.asked(DONE)) == 6


def test_an_upload_that_exists_is_followed(wildberries: wildberries_connector, taken: Remote) -> None:
    taken.answers(UPLOAD, (208, wrapped({"id": 395000001, "alreadyExists": True}, "This task already exists")))
    taken.answers(DONE, task(3))
    (result,) = wildberries.push_price([update(7)])
    assert (result.ok, result.visible) == (True, True)


@pytest.mark.parametrize("status", [5, 6])
def test_refused_rows_carry_their_words(wildberries: wildberries_connector, taken: Remote, status: int) -> None:
    taken.answers(DONE, task(status))
    bad = {"nmID": 8, "status": 3, "errorText": "The item is in quarantine"}
    taken.answers(GOODS, wrapped({"uploadID": 1, "historyGoods": [{"nmID": 7, "status": 2, "errorText": ""}, bad]}))
    errors = answered(wildberries.push_price([update(7), update(8)]))
    assert errors["7"] is None
    assert isinstance(errors["8"], Rejected)
    assert errors["8"].said == "The item is in quarantine"


def test_a_cancelled_upload_is_refused(wildberries: wildberries_connector, taken: Remote) -> None:
    taken.answers(DONE, task(4))
    assert isinstance(answered(wildberries.push_price([update(7)]))["7"], Rejected)


def test_the_same_price_again_is_done(wildberries: wildberries_connector, remote: Remote) -> None:
    remote.answers(UPLOAD, refused("The specified prices and discounts are already set"))
    (result,) = wildberries.push_price([update(7)])
    assert (result.ok, result.visible) == (True, True)


def test_a_refusal_with_two_meanings_is_looked_up(wildberries: wildberries_connector, remote: Remote) -> None:
    text = "All item Nos. are specified incorrectly, or the specified prices and discounts are already set"
    remote.answers(UPLOAD, refused(text))
    remote.answers(FILTER, wrapped({"listGoods": [samples.price()]}))
    errors = answered(wildberries.push_price([update(12345678), update(7)]))
    assert errors["12345678"] is None
    assert isinstance(errors["7"], NotFound)


def test_trouble_is_told_for_every_row(wildberries: wildberries_connector, remote: Remote) -> None:
    remote.answers(UPLOAD, (500, {"title": "internal server error"}))
    errors = answered(wildberries.push_price([update(7), update(8)]))
    assert {type(error) for error in errors.values()} == {Unavailable}


@pytest.mark.parametrize(
    "bad", [update("mug"), update(7, "0"), update(7, "-3"), update(7, "9.99"), update(7, currency="BYN")]
)
def test_what_cannot_be_a_price_is_refused_here(remote: Remote, bad: PriceUpdate) -> None:
    (result,) = connected(remote.url, currency="RUB").push_price([bad])
    assert isinstance(result.error, Rejected)
    assert remote.seen == []


def test_prices_are_rounded_to_whole_money(wildberries: wildberries_connector) -> None:
    assert wildberries.listing_price(Decimal("349.50")) == Decimal(350)


def test_a_crossed_out_price_is_shown_with_exactly_ours(shop: Shop) -> None:
    level = shop.price_levels()[0]
    wanted = update(
        level.remote_product_id, str(level.price), ref="p", compare_price=level.price * 2, currency=level.currency
    )
    assert answered(shop.connector.push_price([wanted])) == {"p": None}
    now = next(each for each in shop.price_levels() if same(each, level))
    assert (now.price, now.compare_price) == (level.price, level.price * 2)


def test_a_fall_to_a_third_is_refused_with_their_words(shop: Shop) -> None:
    level = shop.price_levels()[0]
    errors = answered(shop.connector.push_price([update(level.remote_product_id, str(level.price // 4), ref="p")]))
    assert isinstance(errors["p"], Rejected)
    assert "quarantine" in errors["p"].said


def test_an_unknown_article_never_fails_the_rest(shop: Shop) -> None:
    level = shop.price_levels()[0]
    good = update(level.remote_product_id, str(level.price + 1), ref="good")
    errors = answered(shop.connector.push_price([good, update(999_999_999, ref="bad")]))
    assert errors["good"] is None
    assert isinstance(errors["bad"], Rejected)
