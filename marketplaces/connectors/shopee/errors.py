"""Shopee's error words, sorted by what happens next (contract section 10). An empty `error` is success."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

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

#: Their day, and with it the daily quota, begins at midnight here.
SHOPEE_DAY = timezone(timedelta(hours=8))

#: The same word as for the day's quota, whose own number may begin with a 5 as well.
BATCH_TOO_LARGE = re.compile(r"\b50\b")

_SIGN_AGAIN = "Authorise the shop at Shopee anew: press “Sign in at Shopee” where its keys are entered."
_LINK_AGAIN = "Authorise the shop for this app again, with the seller account that owns it."
_APP_FIX = "Open the app in the Shopee Open Platform console and read the notice there."

#: remote code: (our class, what to do where the class does not say it well enough)
TABLE: Mapping[str, tuple[type[ConnectorError], str]] = {
    # keys and clock: a refresh would not help
    "error_sign": (PermissionMissing, "Check partner id and partner key, and that this computer's clock is right."),
    "invalid_partner_id": (PermissionMissing, "Check the partner id: test and live apps have different ones."),
    "error_partner_key_expired": (PermissionMissing, "Make a new partner key in the Open Platform console, enter it."),
    "source_ip_undeclared": (PermissionMissing, "Add this server's address to the app's IP whitelist in the console."),
    # access token: one refresh, then sign in again
    "error_auth": (LoginExpired, _SIGN_AGAIN),
    "invalid_acceess_token": (LoginExpired, _SIGN_AGAIN),  # their spelling
    "invalid_access_token": (LoginExpired, _SIGN_AGAIN),
    # refresh token, grant, code
    "error_shop_refresh_token": (LoginExpired, _SIGN_AGAIN),
    "error_merchant_refresh_token": (LoginExpired, _SIGN_AGAIN),
    "refresh_token_expired": (LoginExpired, _SIGN_AGAIN),
    "shop_access_expired": (LoginExpired, _SIGN_AGAIN),
    "merchant_access_expired": (LoginExpired, _SIGN_AGAIN),
    "invalid_code": (
        LoginExpired,
        "The code from Shopee was used or is older than ten minutes. Start signing in again.",
    ),
    # this shop
    "partner_shop_no_link": (PermissionMissing, _LINK_AGAIN),
    "shop_no_linked": (PermissionMissing, _LINK_AGAIN),
    "merchant_no_linked": (PermissionMissing, _LINK_AGAIN),
    "error_shop": (PermissionMissing, "Check the shop id."),
    "invalid_shop": (PermissionMissing, "Check the shop id."),
    "invalid_shop_id": (PermissionMissing, "Check the shop id."),
    "error_permission": (RightMissing, "Give the app this permission in the console, then press Test."),
    "error_api_permission": (PermissionMissing, "This kind of app may not do that; choose another app in the console."),
    "error_kyc_auth": (PermissionMissing, "Finish the seller registration in Shopee Seller Centre first."),
    "shop_banned": (AccountSuspended, ""),
    # this app
    "api_suspended": (AccountSuspended, _APP_FIX),
    "error_api_call_restricted": (AccountSuspended, _APP_FIX),
    # this payload
    "error_param": (Rejected, ""),
    "error_data": (Rejected, ""),
    "error_not_found": (NotFound, ""),
    "error_not_exists": (NotFound, ""),
    "error_item_not_found": (NotFound, ""),
    "error_busi_cannot_edit_vsku": (Rejected, ""),  # both are facts about the item, not a busy server
    "error_busi_price_lower_then_wholesale_price": (Rejected, ""),
    "logistics.package_already_shipped": (AlreadyDone, ""),
    "logistics.package_number_not_exist": (NotFound, ""),
    "logistics.package_not_exist": (NotFound, ""),
    "logistics.order not found": (NotFound, ""),
    "logistics.error_order_not_found": (NotFound, ""),
    # their side
    "error_rate_limit": (RateLimited, ""),
    "error_limit": (RateLimited, "The app's calls for today are used up; they begin anew at midnight, UTC+8."),
    "error_server": (Unavailable, ""),
    "error_inner": (Unavailable, ""),
    "error_network": (Unavailable, ""),
    "error_system_busy": (Unavailable, ""),
    "logistics.error_timeout": (Unavailable, ""),
    "logistics.error_connection": (Unavailable, ""),
    "logistics.error_core_server": (Unavailable, ""),
    "logistics.error_third_party_server": (Unavailable, ""),
}


def classify(answer: Answer, *, now: datetime) -> ConnectorError | None:
    """The error that the body names, or None; an answer without an error word is judged by its status elsewhere."""
    body = answer.json
    if not isinstance(body, Mapping):
        return UnexpectedPayload("answer", body) if answer.status < 300 else None
    code = str(body.get("error") or "").strip()
    if not code:
        return None
    message = str(body.get("message") or "").strip()
    kind, fix = _look_up(code, answer.status)
    if code == "error_limit" and BATCH_TOO_LARGE.search(message):
        kind, fix = Rejected, ""  # the same word also means "more than 50 in one batch"
    return kind(
        said=message or code,
        remote_code=code,
        http_status=answer.status,
        request_id=str(body.get("request_id") or answer.request_id),
        fix=fix,
        retry_after=_until_midnight(now) if kind is RateLimited and code == "error_limit" else None,
    )


def _look_up(code: str, status: int) -> tuple[type[ConnectorError], str]:
    bare = code.removeprefix("common.")
    if bare in TABLE:
        return TABLE[bare]
    if bare.startswith("error_busi") or status >= 500:
        return Unavailable, ""
    if status == 429:
        return RateLimited, ""
    return Rejected, ""


def _until_midnight(now: datetime) -> float:
    local = now.astimezone(SHOPEE_DAY)
    midnight = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight - local).total_seconds()
