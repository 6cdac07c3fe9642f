"""Whose token it is: three shapes of one answer, several shops, rights, limits."""

from typing import Any

import pytest

from marketplaces.connectors.uzum import connector as uzum_connector
from marketplaces.connectors.uzum.errors import CODES, STATUSES, classify
from marketplaces.framework.errors import (
    AccountSuspended,
    AlreadyDone,
    ConnectorError,
    LoginExpired,
    NotFound,
    PermissionMissing,
    RateLimited,
    Rejected,
    RightMissing,
    Unavailable,
    UnexpectedPayload,
)
from marketplaces.framework.transport import Answer
from tests.contract.shop import Shop
from tests.marketplaces.connectors.remote import Remote

from .conftest import TOKEN, connected, refusal

SHOPS = [{"id": 96273, "name": "My shop"}]


@pytest.mark.parametrize(
    "answer",
    [
        SHOPS,
        {"payload": SHOPS, "errors": []},
        {"payload": {"shops": SHOPS}},
        [{"id": 7001, "name": "OOO Lumen", "shops": SHOPS}],
        {"payload": [{"id": 7001, "shops": SHOPS}]},
    ],
)
def test_the_only_shop_is_found_in_each_shape_of_the_answer(remote: Remote, answer: Any) -> None:
    remote.answers("/v1/shops", answer)
    found = connected(remote.url).account()
    assert (found.remote_account_id, found.name, found.currency, found.country) == ("96273", "My shop", "UZS", "UZ")


def test_of_several_shops_one_has_to_be_named(remote: Remote) -> None:
    remote.answers("/v1/shops", [*SHOPS, {"id": 96274, "name": "Outlet"}])
    with pytest.raises(Rejected) as caught:
        connected(remote.url).account()
    assert "96274 (Outlet)" in str(caught.value)
    assert connected(remote.url, shop_id="96274").account().name == "Outlet"


def test_a_shop_that_the_token_does_not_see_is_refused(remote: Remote) -> None:
    remote.answers("/v1/shops", SHOPS)
    with pytest.raises(PermissionMissing, match="96500"):
        connected(remote.url, shop_id="96500").account()


@pytest.mark.parametrize("odd", [{}, {"payload": None}, "shops", [5], [{"name": "no id"}]])
def test_an_answer_of_another_shape_is_no_account(remote: Remote, odd: Any) -> None:
    remote.answers("/v1/shops", odd)
    with pytest.raises(UnexpectedPayload):
        connected(remote.url).account()


def test_the_token_travels_as_it_is(remote: Remote) -> None:
    remote.answers("/v1/shops", SHOPS)
    connected(remote.url).account()
    assert remote.seen[0].headers["Authorization"] == TOKEN


def test_a_shop_that_nobody_named_is_asked_for_once(remote: Remote) -> None:
    remote.answers("/v1/shops", SHOPS)
    remote.answers("/v1/product/shop/96273", {"productList": [], "totalProductsAmount": 0})
    uzum = connected(remote.url)
    for _ in range(3):
        assert [page.items for page in uzum.pull_products()] == [[]]
    assert len(remote.asked("/v1/shops")) == 1


def test_a_new_token_is_known_and_the_old_one_no_more(shop: Shop) -> None:
    shop.control("token", {"token": "bmV3LXRva2Vu"})
    with pytest.raises(LoginExpired):
        shop.connector.account()
    shop.credentials.values["token"] = "bmV3LXRva2Vu"
    assert shop.connector.account().name == "Atelier Lumen Toshkent"


def test_when_the_days_calls_are_used_up_everybody_rests(shop: Shop) -> None:
    shop.control("limits", {"enabled": True})
    shop.control("settings", {"per_day": 0})
    try:
        with pytest.raises(RateLimited) as caught:
            shop.connector.account()
    finally:
        shop.control("settings", {"per_day": 100_000})
        shop.control("limits", {"enabled": False})
    assert caught.value.retry_after == 3600
    assert "today" in str(caught.value)
    assert [seconds for _group, _scope, seconds in shop.limiter.penalties] == [3600]  # type: ignore[attr-defined]


def test_the_last_call_of_a_day_is_good_and_the_next_one_waits(remote: Remote) -> None:
    remote.headers["X-RateLimit-Remaining-Per-Day"] = "0"
    remote.answers("/v1/shops", SHOPS)
    uzum = connected(remote.url)
    assert uzum.account().name == "My shop"
    limiter = uzum.context.transport._pacer._limiter
    assert [seconds for _group, _scope, seconds in limiter.penalties] == [3600]  # type: ignore[attr-defined]


def answer(status: int, body: Any, **headers: str) -> Answer:
    return Answer(status=status, headers=headers, body=b"", json=body)


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("seller-order-01", 400, NotFound), ("seller-order-02", 400, Rejected), ("seller-order-03", 400, Rejected),
        ("seller-order-12", 400, Rejected), ("seller-order-13", 400, AlreadyDone), ("seller-order-14", 400, Rejected),
        ("seller-order-15", 400, Rejected), ("seller-order-23", 400, Unavailable),
        ("storage-service-04", 403, AccountSuspended), ("storage-service-05", 400, Rejected),
        ("storage-service-09", 400, Unavailable), ("fbs-2-seller-access-denied", 403, RightMissing),
        ("fbs-18-invalid-order-type", 400, Rejected), ("fbs-24-invoice-wrong-order-status", 400, Rejected),
        ("fbs-invoice-01", 404, NotFound), ("something-new", 400, Rejected), ("something-new", 401, LoginExpired),
        ("something-new", 403, RightMissing), ("something-new", 404, NotFound),
        ("something-new", 429, RateLimited), ("something-new", 500, Unavailable),
    ],
)  # fmt: skip
def test_each_refusal_is_sorted_by_what_happens_next(code: str, status: int, kind: type[ConnectorError]) -> None:
    found = classify(answer(status, refusal(code, status, "their words")[1]))
    assert type(found) is kind
    assert found is not None and "their words" in str(found) and str(found)[-1] in ".!?”"


def test_a_refusal_inside_a_good_answer_is_one() -> None:
    assert isinstance(classify(answer(200, refusal("seller-order-13")[1])), AlreadyDone)
    assert classify(answer(200, {"payload": {}, "errors": [], "error": None})) is None
    assert classify(answer(200, [])) is None


def test_a_page_of_somebody_else_is_no_verdict_on_the_order() -> None:
    assert isinstance(classify(answer(404, None)), Unavailable)
    assert isinstance(classify(answer(401, None)), LoginExpired)


def test_every_meaning_says_what_to_do() -> None:
    for kind, sentence, fix in (*CODES.values(), *STATUSES.values()):
        assert fix or kind.fix_hint or kind in (AlreadyDone, NotFound), sentence


def test_uzum_does_not_say_what_it_cannot_do(uzum: uzum_connector) -> None:
    with pytest.raises(ValueError, match="one label at a time"):
        uzum.label(["1", "2"])
