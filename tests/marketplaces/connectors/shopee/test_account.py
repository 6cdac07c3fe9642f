"""Whose shop it is, signing in, and renewing the sign-in."""

from datetime import UTC, datetime, timedelta

import pytest

from marketplaces.connectors.shopee import connector as shopee_connector
from marketplaces.framework.errors import (
    AccountSuspended,
    LoginExpired,
    PermissionMissing,
    Rejected,
    Unavailable,
    UnexpectedPayload,
)
from marketplaces.framework.limits import LimitScope
from tests.marketplaces.connectors.shopee.conftest import CREDENTIALS, NOW, bad, good

INFO = {
    "error": "", "message": "", "request_id": "r1", "shop_name": "ร้านชา", "region": "TH", "status": "NORMAL",
    "auth_time": 1767000000, "expire_time": 1798536000,
}  # fmt: skip
TOKENS = {"access_token": "new-access", "refresh_token": "new-refresh", "expire_in": 14400, "error": "", "message": ""}
REFRESH, EXCHANGE = "auth/access_token/get", "auth/token/get"


def test_the_shop_tells_who_it_is(shopee, remote):
    remote.answers("shop/get_shop_info", INFO)
    account = shopee.account()
    assert (account.remote_account_id, account.name, account.country, account.currency) == (
        "220033445",
        "ร้านชา",
        "TH",
        "THB",
    )
    assert account.login_ends_at == datetime.fromtimestamp(1798536000, UTC)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (INFO | {"status": "BANNED"}, AccountSuspended), (INFO | {"status": "FROZEN"}, AccountSuspended),
        (INFO | {"status": "NEW"}, UnexpectedPayload), ({"error": ""}, UnexpectedPayload), ({}, UnexpectedPayload),
        (bad("error_sign", "Wrong sign.", 403), PermissionMissing), (bad("error_auth", status=403), LoginExpired),
        (bad("error_param", "Invalid partner_id."), Rejected), ((502, {}), Unavailable),
    ],
)  # fmt: skip
def test_a_failing_test_says_which_part_failed(shopee, remote, answer, kind):
    remote.answers("shop/get_shop_info", answer)
    with pytest.raises(kind):
        shopee.account()


def test_a_refresh_sends_the_old_token_and_returns_both_new_ones(shopee, remote):
    remote.answers(REFRESH, TOKENS | {"partner_id": 1000001, "shop_id": 220033445})
    found = shopee.refresh_token(CREDENTIALS)
    (call,) = remote.seen
    assert call.body == {"refresh_token": "72656672657368", "partner_id": 1000001, "shop_id": 220033445}
    assert "access_token" not in dict(call.query)
    assert "shop_id" not in dict(call.query)
    assert found.values == {"access_token": "new-access", "refresh_token": "new-refresh"}
    assert found.expires_at == NOW + timedelta(hours=4)


def test_a_refresh_is_never_sent_twice(shopee, remote):
    remote.answers(REFRESH, bad("error_server"))
    with pytest.raises(Unavailable) as caught:
        shopee.refresh_token(CREDENTIALS)
    assert caught.value.maybe_done
    assert len(remote.seen) == 1


@pytest.mark.parametrize("code", ["error_shop_refresh_token", "refresh_token_expired", "shop_access_expired"])
def test_a_used_refresh_token_means_signing_in_again(shopee, remote, code):
    remote.answers(REFRESH, bad(code))
    with pytest.raises(LoginExpired, match="at Shopee anew"):
        shopee.refresh_token(CREDENTIALS)
    assert len(remote.seen) == 1


def test_without_a_refresh_token_nothing_is_sent(shopee, remote):
    with pytest.raises(LoginExpired):
        shopee.refresh_token(CREDENTIALS | {"refresh_token": ""})
    assert remote.seen == []


def test_an_expired_access_token_is_renewed_once_and_the_call_goes_on(shopee, remote, credentials):
    def by_token(request):
        return INFO if request.value("access_token") == "new-access" else bad("invalid_acceess_token", status=403)

    remote.answers("shop/get_shop_info", by_token)
    remote.answers(REFRESH, TOKENS)
    credentials.refresh = lambda: shopee.refresh_token(CREDENTIALS).values
    assert shopee.account().name == "ร้านชา"
    assert remote.names() == ["shop/get_shop_info", "auth/access_token/get", "shop/get_shop_info"]


def test_a_code_becomes_tokens_and_the_shop(shopee, remote):
    remote.answers(EXCHANGE, TOKENS)
    found = shopee.exchange_code({"code": "c0de", "shop_id": "77", "state": "x"})
    assert remote.seen[0].body == {"code": "c0de", "partner_id": 1000001, "shop_id": 77}
    assert found.values["shop_id"] == "77"


@pytest.mark.parametrize("query", [{}, {"shop_id": "1"}, {"code": "c"}, {"code": "c", "main_account_id": "1"}])
def test_a_callback_without_code_or_shop_is_refused_with_a_sentence(shopee, remote, query):
    with pytest.raises(Rejected) as caught:
        shopee.exchange_code(query)
    assert caught.value.fix
    assert remote.seen == []


@pytest.mark.parametrize("end", [{}, {"expire_in": None}])
def test_tokens_without_an_end_are_kept_because_the_old_ones_are_used_up(shopee, remote, end):
    remote.answers(REFRESH, {"access_token": "a", "refresh_token": "b", "error": "", **end})
    found = shopee.refresh_token(CREDENTIALS)
    assert found.values == {"access_token": "a", "refresh_token": "b"}
    assert found.expires_at == NOW + timedelta(hours=4)


@pytest.mark.parametrize("missing", ["access_token", "refresh_token"])
def test_an_answer_without_one_of_the_tokens_is_unexpected(shopee, remote, missing):
    remote.answers(EXCHANGE, TOKENS | {missing: ""})
    with pytest.raises(UnexpectedPayload):
        shopee.exchange_code({"code": "c", "shop_id": "1"})


def test_the_limit_is_shared_by_all_shops_of_the_app():
    (limit,) = shopee_connector.limits
    assert (limit.scope, limit.rate, limit.per) == (LimitScope.APP, 10, 1.0)


def test_pushes_are_switched_on_for_the_app(shopee, remote):
    remote.answers("push/set_app_push_config", good({"result": "success"}))
    shopee.register_webhook("https://hub.example.com/hooks/shopee/t/")
    (call,) = remote.seen
    assert call.body["callback_url"] == "https://hub.example.com/hooks/shopee/t/"
    assert {3, 4} <= set(call.body["set_push_config_on"])
    assert "shop_id" not in dict(call.query)


@pytest.mark.parametrize("data", [{"ordersn": "A"}, '{"ordersn": "A"}'])
def test_lost_messages_are_fetched_and_acknowledged(shopee, remote, data):
    row = {"shop_id": 220033445, "code": 3, "timestamp": 1767225701, "data": data}
    remote.answers(
        "push/get_lost_push_message", good({"push_message_list": [row], "last_message_id": 9, "has_next_page": False})
    )
    remote.answers("push/confirm_consumed_lost_push_message", good())
    (event,), last = shopee.lost_webhooks()
    assert (event.remote_ids, event.remote_account_id) == (("A",), "220033445")
    shopee.acknowledge_lost_webhooks(last)
    assert remote.asked("push/confirm_consumed_lost_push_message")[0].body == {"last_message_id": 9}
