"""Lazada's codes, sorted by what happens next."""

import json

import pytest

from marketplaces.connectors.lazada.errors import TABLE, classify, of_item, of_row
from marketplaces.framework.errors import (
    AccountSuspended,
    LoginExpired,
    NotFound,
    PermissionMissing,
    RateLimited,
    Rejected,
    Unavailable,
    UnexpectedPayload,
)
from marketplaces.framework.transport import Answer
from tests.marketplaces.connectors.lazada.conftest import bad, good, result


def answer(body):
    return Answer(status=200, headers={}, body=json.dumps(body).encode(), json=body)


@pytest.mark.parametrize(
    ("code", "kind", "wanted"),
    [
        ("ApiCallLimit", "ISV", RateLimited),
        ("901", "ISP", RateLimited),
        ("IopSystemFlowlimit", "SYSTEM", RateLimited),
        ("ServiceCurrentlimit", "SYSTEM", RateLimited),
        ("ServiceTimeout", "ISP", Unavailable),
        ("998", "ISP", Unavailable),
        ("15", "ISP", Unavailable),
        ("15", "ISV", Rejected),
        ("IllegalAccessToken", "ISV", LoginExpired),
        ("AccessTokenExpired", "ISV", LoginExpired),
        ("IllegalRefreshToken", "ISV", LoginExpired),
        ("InvalidCode", "ISV", LoginExpired),
        ("IncompleteSignature", "ISV", PermissionMissing),
        ("InvalidAppKey", "ISV", PermissionMissing),
        ("AUTH_TYPE_UNSUPPORTED", "ISV", PermissionMissing),
        ("MissingParameter", "ISV", Rejected),
        ("SellerNotVerified", "ISV", AccountSuspended),
        ("Mp3SellerApiLimit", "ISV", PermissionMissing),
        ("14", "ISV", Rejected),
        ("17", "ISV", Rejected),
        ("19", "ISV", Rejected),
        ("36", "ISV", Rejected),
        ("74", "ISV", Rejected),
        ("75", "ISV", Rejected),
        ("700010", "ISV", Rejected),
        ("501", "ISV", Rejected),
        ("4170", "ISV", Rejected),
        ("4225", "ISV", Rejected),
        ("208", "ISV", NotFound),
        ("SomethingNew", "SYSTEM", Unavailable),
        ("SomethingNew", "ISV", Rejected),
    ],
)
def test_a_code_has_its_class(code, kind, wanted):
    found = classify(answer(bad(code, "their words", kind)))
    assert type(found) is wanted
    assert (found.remote_code, found.said, found.request_id) == (code, "their words", "0b9")


def test_success_is_the_text_nought_and_nothing_else():
    assert classify(answer(good({}))) is None
    assert classify(answer({"code": 0, "data": {}})) is None
    assert type(classify(answer({"data": {}}))) is UnexpectedPayload
    assert type(classify(answer([]))) is UnexpectedPayload


def test_a_ban_rests_as_long_as_it_says():
    told = classify(answer(bad("ApiCallLimit", "The request reaches the limit, this ban will last 7 seconds")))
    assert told.retry_after == 7.0
    assert classify(answer(bad("901", "too frequent"))).retry_after == 1.0


def test_six_means_a_wrong_status_at_the_list_of_orders_and_an_inner_error_elsewhere():
    assert type(classify(answer(bad("6")), path="/orders/get")) is Rejected
    assert type(classify(answer(bad("6")), path="/product/price_quantity/update")) is Unavailable


def test_the_inner_level_counts_where_the_outer_one_says_yes():
    found = classify(answer(result({}, success=False, code="700005", said="delivery_type is not valid")))
    assert type(found) is Rejected
    assert (found.remote_code, found.said) == ("700005", "delivery_type is not valid")
    assert classify(answer(result({}))) is None


def test_a_failed_batch_names_its_skus():
    detail = [{"seller_sku": "TEA-1", "field": "Price", "message": "too low"}]
    assert classify(answer(bad("501", detail=detail))).fields == {"TEA-1": "too low"}


def test_an_item_that_may_be_tried_again_is_tried_again():
    assert type(of_item("700033", "busy", retry=True)) is Unavailable
    assert type(of_item("700010", "status", retry=False)) is Rejected
    assert type(of_row("SELLER_SKU_NOT_FOUND")) is NotFound
    assert type(of_row("negative")) is Rejected


def test_every_entry_of_the_table_makes_a_sentence():
    for code in TABLE:
        said = str(classify(answer(bad(code, "their words"))))
        assert said[-1] in ".!?”", code
