"""The roles prove the keys; what else Ozon tells of the seller is welcome and not needed."""

from typing import Any

import pytest

from marketplaces.connectors.ozon import connector as ozon_connector
from marketplaces.framework.errors import LoginExpired, PermissionMissing, UnexpectedPayload
from tests.marketplaces.connectors.remote import Remote

ROLES, SELLER = "/v1/roles", "/v1/seller/info"
ADMIN = {"roles": [{"name": "Admin", "methods": ["/v3/product/list"]}], "expires_at": "2027-03-30T00:00:00Z"}


def test_the_seller_is_named_where_the_key_may_see_it(ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(ROLES, ADMIN)
    remote.answers(SELLER, {"company": {"legal_name": "ООО «Чайная»", "currency": "RUB", "country": "RU"}})
    found = ozon.account()
    assert (found.remote_account_id, found.name, found.currency) == ("1001", "ООО «Чайная»", "RUB")


@pytest.mark.parametrize(
    "answer",
    [
        (404, {"code": 5, "message": "Not Found", "details": []}),
        (404, b"<html>404</html>"),
        (403, {"code": 7, "message": "Api-Key is missing a required role for a method", "details": []}),
        (500, {"code": 13, "message": "Internal error", "details": []}),
        (200, {"company": None}),
        (200, {"company": "hidden"}),
    ],
)
def test_a_seller_that_is_not_told_costs_nothing(answer: Any, ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(ROLES, ADMIN)
    remote.answers(SELLER, answer)
    found = ozon.account()
    assert (found.remote_account_id, found.name, found.permissions) == ("1001", "", ("Admin",))


def test_an_end_that_is_not_told_is_not_known(ozon: ozon_connector, remote: Remote) -> None:
    remote.answers(ROLES, {"roles": []})
    assert ozon.account().login_ends_at is None


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ((403, {"code": 7, "message": "Invalid Api-Key, please contact support", "details": []}), LoginExpired),
        ((403, {"code": 7, "message": "Api-Key is missing a required role", "details": []}), PermissionMissing),
        ({"company": {}}, UnexpectedPayload),
    ],
)
def test_keys_that_are_not_proven_are_not_taken(
    answer: Any, kind: type[Exception], ozon: ozon_connector, remote: Remote
) -> None:
    remote.answers(ROLES, answer)
    with pytest.raises(kind):
        ozon.account()
