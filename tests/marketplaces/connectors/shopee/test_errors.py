"""Every error word of the contract, sorted by what happens next."""

from datetime import UTC, datetime

import pytest

from marketplaces.connectors.shopee.errors import classify
from marketplaces.framework.errors import (
    AccountSuspended,
    AlreadyDone,
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
from tests.marketplaces.connectors.shopee.conftest import bad, good

NOW = datetime(2026, 1, 1, 15, 30, tzinfo=UTC)

CASES = {
    "error_sign": PermissionMissing,
    "error_auth": LoginExpired,
    "common.error_auth": LoginExpired,
    "invalid_acceess_token": LoginExpired,
    "invalid_access_token": LoginExpired,
    "error_shop_refresh_token": LoginExpired,
    "refresh_token_expired": LoginExpired,
    "invalid_code": LoginExpired,
    "partner_shop_no_link": PermissionMissing,
    "shop_no_linked": PermissionMissing,
    "shop_banned": AccountSuspended,
    "error_permission": RightMissing,
    "source_ip_undeclared": PermissionMissing,
    "error_partner_key_expired": PermissionMissing,
    "api_suspended": AccountSuspended,
    "error_api_call_restricted": AccountSuspended,
    "error_param": Rejected,
    "error_not_found": NotFound,
    "order.order_list_invalid_time": Rejected,
    "order. error_param": Rejected,
    "logistics.ship_order_not_need_pacakge_number": Rejected,
    "logistics.package_number_not_exist": NotFound,
    "logistics.package_already_shipped": AlreadyDone,
    "product.error_item_uneditable": Rejected,
    "error_rate_limit": RateLimited,
    "error_limit": RateLimited,
    "error_server": Unavailable,
    "error_inner": Unavailable,
    "error_network": Unavailable,
    "error_busi": Unavailable,
    "error_busi_update_stock_failed": Unavailable,
    "error_busi_cannot_edit_vsku": Rejected,
    "error_system_busy": Unavailable,
    "a_word_nobody_listed": Rejected,
}


def judged(body, status=200):
    return classify(Answer(status=status, headers={}, body=b"", json=body), now=NOW)


@pytest.mark.parametrize(("code", "kind"), CASES.items())
@pytest.mark.parametrize("status", [200, 403])
def test_an_error_word_is_judged_by_the_body_whatever_the_status(code, kind, status):
    error = judged(bad(code, "their words")[1], status)
    assert type(error) is kind
    assert (error.remote_code, error.said, error.request_id) == (code, "their words", "r9")
    assert "their words" in str(error)


def test_an_empty_error_is_a_success():
    assert judged(good({})) is None


def test_the_daily_quota_waits_for_midnight_in_their_zone():
    assert judged(bad("error_limit", "daily API call limit")[1]).retry_after == 30 * 60


def test_the_same_word_for_too_many_in_one_batch_is_not_waited_for():
    assert type(judged(bad("error_limit", "order_sn_list over 50")[1])) is Rejected


def test_a_daily_quota_whose_number_holds_a_50_is_still_waited_for():
    assert judged(bad("error_limit", "You have used your 150000 calls of today, 50000 of them failed")[1]).retry_after


def test_an_answer_that_is_no_object_is_unexpected():
    assert type(judged([])) is UnexpectedPayload


def test_a_web_page_with_an_error_status_is_left_to_the_transport():
    assert judged(None, 502) is None


def test_an_unlisted_word_with_a_server_status_is_tried_again():
    assert type(judged(bad("what_is_this")[1], 503)) is Unavailable


@pytest.mark.parametrize(
    "code", [code for code, kind in CASES.items() if kind in (PermissionMissing, RightMissing, LoginExpired)]
)
def test_an_account_problem_says_what_to_do(code):
    assert judged(bad(code)[1]).fix
