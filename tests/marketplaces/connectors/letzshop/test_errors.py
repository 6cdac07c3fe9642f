"""Refusals in their three places: the HTTP status, beside the data, inside a mutation."""

import json

import pytest

from marketplaces.connectors.letzshop.errors import AlreadyDecided, NotDecided, classify, item_error
from marketplaces.framework.errors import (
    LoginExpired,
    NotFound,
    RateLimited,
    Rejected,
    RightMissing,
    Unavailable,
    UnexpectedPayload,
)
from marketplaces.framework.transport import Answer
from tests.conftest import shared


def answered(body, status=200):
    return classify(Answer(status=status, headers={}, body=b"", json=body))


def examples():
    return json.loads(shared("contracts/letzshop/examples.json").read_text())["errors"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, LoginExpired), (403, RightMissing), (404, NotFound), (408, Unavailable), (429, RateLimited),
     (400, Rejected), (500, Unavailable), (502, Unavailable), (503, Unavailable), (504, Unavailable)],
)  # fmt: skip
def test_a_status_has_its_class(status, kind):
    error = answered({"errors": [{"message": "no"}]}, status)
    assert type(error) is kind
    assert error.said == "no"


def test_a_limit_answer_without_a_time_rests_a_minute():
    assert answered(None, 429).retry_after == 60


@pytest.mark.parametrize("data", [None, {"shipments": None}])
@pytest.mark.parametrize(
    "error",
    [{"message": "x", "extensions": {"code": "UNAUTHORIZED"}}, {"message": "You are not authorized"}],
)
def test_a_key_that_opens_nothing_is_the_accounts_matter_also_with_http_200(data, error):
    assert isinstance(answered({"data": data, "errors": [error]}), LoginExpired)


def test_the_contracts_refusals_are_sorted():
    told = examples()
    assert isinstance(answered(told["graphql_error_http_200"]), LoginExpired)
    assert answered(told["partial_data"]) is None
    assert answered(told["user_error"]) is None
    (inside,) = told["user_error"]["data"]["confirmInventoryUnits"]["errors"]
    assert isinstance(item_error(inside), AlreadyDecided)
    (inside,) = told["seed_user_error"]["data"]["updateOrderFulfillment"]["errors"]
    assert (item_error(inside).said, item_error(inside).fields) == (
        "trackingNumber is invalid",
        {"trackingNumber": "is invalid"},
    )
    (inside,) = told["seed_inventory_partial"]["data"]["updateInventory"]["errors"]
    assert isinstance(item_error(inside), NotFound)


@pytest.mark.parametrize(
    "body", [{"data": None, "errors": [{"message": "Field 'x' doesn't exist"}]}, {"data": None}, {}, [], None]
)
def test_an_answer_without_data_is_our_matter(body):
    error = answered(body)
    assert isinstance(error, UnexpectedPayload)
    assert error.fix


def test_a_shipment_that_must_be_confirmed_first_is_told_apart():
    assert isinstance(item_error({"code": "not_confirmed", "message": "x"}), NotDecided)
    assert isinstance(item_error({"message": "Shipment is not confirmed"}), NotDecided)
