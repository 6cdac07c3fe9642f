"""Lazada's error codes, sorted by what happens next (contract section 4). HTTP stays 200; `code` "0" is success."""

import re
from collections.abc import Mapping
from typing import Any

from marketplaces.framework.errors import (
    AccountSuspended,
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

Json = Mapping[str, Any]
Kind = type[ConnectorError]

GOOD = frozenset({"", "0"})
BAN = re.compile(r"(\d+)\s*second", re.IGNORECASE)
#: Where a ban names no time: their QPS limits are by the second.
REST = 1.0
CAMPAIGN_REST = 60.0

SIGN_AGAIN = "Sign in at Lazada again: open the connection and press “Sign in at Lazada”."
KEYS = "Check app key and app secret, and that this computer's clock is right."

TABLE: Mapping[str, tuple[Kind, str]] = {
    # they are busy
    "ApiCallLimit": (RateLimited, ""),
    "901": (RateLimited, ""),
    "4154": (RateLimited, ""),
    "IopSystemFlowlimit": (RateLimited, ""),
    "ServiceCurrentlimit": (RateLimited, ""),
    "998": (Unavailable, "A campaign is on at Lazada; we try again by ourselves."),
    "ServiceTimeout": (Unavailable, ""),
    "ServiceUnavailable": (Unavailable, ""),
    "513": (Unavailable, ""),
    "1000": (Unavailable, ""),
    "6": (Unavailable, ""),
    # the sign-in
    "IllegalAccessToken": (LoginExpired, SIGN_AGAIN),
    "AccessTokenInvalid": (LoginExpired, SIGN_AGAIN),
    "AccessTokenExpired": (LoginExpired, SIGN_AGAIN),
    "IllegalRefreshToken": (LoginExpired, SIGN_AGAIN),
    "InvalidCode": (LoginExpired, "The code from Lazada was used or is older than 30 minutes. Start signing in again."),
    # the app
    "IncompleteSignature": (PermissionMissing, KEYS),
    "InvalidAppKey": (PermissionMissing, "Check the app key in the Open Platform console."),
    "APP_KEY_INVALID": (PermissionMissing, "Check the app key in the Open Platform console."),
    "AUTH_TYPE_UNSUPPORTED": (PermissionMissing, "This kind of app may not do that; choose another in the console."),
    "AppCallLimited": (RightMissing, "The app may not call this; ask for the permission in the console."),
    # the shop
    "SellerNotVerified": (AccountSuspended, "Finish the verification in Lazada Seller Center."),
    "Mp3SellerApiLimit": (PermissionMissing, "Lazada does not offer this to shops of its Marketplace Ease programme."),
    # this thing
    "16": (NotFound, ""),
    "208": (NotFound, ""),
    "REVERSE_ORDER_NOT_FOUND": (NotFound, ""),
    "4170": (Rejected, "A campaign holds this stock: it can be raised there, not lowered."),
    "4225": (Rejected, "This product is in Lazada's semi-hosted programme; change it in its own portal."),
}
#: The word `6` and `36` of the order list means a wrong status, the same `6` of the product calls an inner error.
BY_PATH = {("/orders/get", "6"): (Rejected, "")}
#: Words of single items of a batch that say more than "refused".
ITEM_WORDS: tuple[tuple[str, Kind], ...] = (
    ("NOT_FOUND", NotFound),
    ("Internal call exception", Unavailable),
    ("SYS_REQUEST_TOO_FAST", Unavailable),
)
TYPES: Mapping[str, Kind] = {"ISV": Rejected, "ISP": Unavailable, "SYSTEM": Unavailable}


def classify(answer: Answer, *, path: str = "") -> ConnectorError | None:
    """The error that the envelope names, or None; of fulfilment calls the inner level counts."""
    body = answer.json
    if not isinstance(body, Mapping):
        return UnexpectedPayload("answer", body) if answer.status < 300 else None
    code = str(body.get("code") if body.get("code") is not None else "")
    if answer.status < 300 and "code" not in body:
        return UnexpectedPayload("code", None)
    if code not in GOOD:
        return named(code, str(body.get("type") or ""), body, path)
    return _inner(body.get("result"))


def named(code: str, kind: str, body: Json, path: str = "") -> ConnectorError:
    """Our error for a code; one that no table lists is sorted by whose fault Lazada says it is."""
    said = str(body.get("message") or code)
    found, fix = BY_PATH.get((path, code)) or TABLE.get(code) or (TYPES.get(kind, Rejected), "")
    return found(
        said=said,
        remote_code=code,
        fix=fix,
        request_id=str(body.get("request_id") or ""),
        fields=_fields(body),
        retry_after=_rest(found, code, said),
    )


def _inner(result: Any) -> ConnectorError | None:
    if not isinstance(result, Mapping) or not isinstance(result.get("success"), bool | str):
        return None
    if str(result["success"]).lower() == "true":
        return None
    code = str(result.get("error_code") or result.get("errorCode") or "")
    said = str(result.get("error_msg") or result.get("errorMsg") or code or "no reason given")
    found, fix = TABLE.get(code, (Rejected, ""))
    return found(said=said, remote_code=code, fix=fix, retry_after=_rest(found, code, said))


def of_item(code: str, said: str, *, retry: bool) -> ConnectorError:
    """What a refused item of a fulfilment call stands for."""
    kind: Kind = Unavailable if retry else TABLE.get(code, (Rejected, ""))[0]
    return kind(said=said or code or "no reason given", remote_code=code, marketplace="Lazada")


def of_row(said: str, *, code: str = "501", field: str = "") -> ConnectorError:
    """What a row of `detail` stands for."""
    kind = next((kind for word, kind in ITEM_WORDS if word in said), Rejected)
    return kind(
        said=said or "no reason given", remote_code=code, marketplace="Lazada", fields={field: said} if field else {}
    )


def details(error: ConnectorError) -> Mapping[str, str]:
    """SKU to sentence, as a failed batch told it."""
    return error.fields


def _fields(body: Json) -> dict[str, str]:
    """What `detail` says, by the seller's SKU; rows without one stand under the name of the field."""
    rows = body.get("detail")
    found: dict[str, str] = {}
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, Mapping):
            name = str(row.get("seller_sku") or row.get("field") or "")
            found[name] = str(row.get("message") or "no reason given")
    return found


def _rest(kind: Kind, code: str, said: str) -> float | None:
    if code == "998":
        return CAMPAIGN_REST
    if kind is not RateLimited:
        return None
    told = BAN.search(said)
    return float(told.group(1)) if told else REST
