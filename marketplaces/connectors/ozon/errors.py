"""What Ozon's error answers mean: texts first, because its codes are the coarse ones of gRPC, then code and status."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from marketplaces.framework.errors import (
    AlreadyDone,
    ConnectorError,
    LoginExpired,
    NotFound,
    PermissionMissing,
    RateLimited,
    Rejected,
    RightMissing,
    Unavailable,
)
from marketplaces.framework.transport import Answer

NEW_KEY = "Make a new key in Ozon Seller under Settings → Seller API and enter it in the connection."
GIVE_ROLE = "Give the key the missing role in Ozon Seller under Settings → Seller API, then press Test."
ALLOW_ADDRESS = "Add the address of this server to the key's networks in Ozon Seller under Settings → Seller API."
WAIT = "We try again by ourselves."
ADDRESS = "Wait a little; if it stays so, check the API address of the connection."
OTHER_WAREHOUSE = "Choose another Ozon warehouse for this product."
WAIT_FOR_CARD = "Wait until Ozon has accepted the product card, then try again."
OPEN_IN_OZON = "Open the posting in Ozon Seller and look at its state."
OLD_PRICE = "Make the price before the discount higher than the price by more than {}."
LABEL_REST = 61.0  # longer than a worker may wait: it is asked for again later
PAIR_REST = 30.0
PRICE_REST = 360.0
CIRCUIT_REST = 120.0
CARD_REST = 300.0
DAY_REST = 3600.0

Meaning: TypeAlias = tuple[type[ConnectorError], str, float | None]

#: Their text, in lower case, anywhere in the message or the code; the first that fits counts.
TEXTS: Mapping[str, Meaning] = {
    "invalid api-key": (LoginExpired, NEW_KEY, None),
    "api-key is deactivated": (LoginExpired, NEW_KEY, None),
    "client-id and api-key headers are required": (LoginExpired, NEW_KEY, None),
    "missing a required role": (RightMissing, GIVE_ROLE, None),
    "restricted to specific ip": (PermissionMissing, ALLOW_ADDRESS, None),
    "request rate limit": (RateLimited, WAIT, 1.0),
    "circle is open": (Unavailable, WAIT, CIRCUIT_REST),
    "too_many_requests": (RateLimited, WAIT, PAIR_REST),
    "stock is updated too frequently": (RateLimited, WAIT, PAIR_REST),
    "acquire limit per item": (RateLimited, WAIT, PRICE_REST),
    "internal error": (Unavailable, WAIT, None),
    "posting_already_cancelled": (AlreadyDone, "", None),
    "posting_already_shipped": (AlreadyDone, "", None),
    "posting_not_found": (NotFound, OPEN_IN_OZON, None),
    "posting_numbers_is_incorrect_for_company": (NotFound, OPEN_IN_OZON, None),
    "transition_is_not_possible": (Rejected, OPEN_IN_OZON, None),
    "has_incorrect_tpl_integration_type": (
        Rejected, "The delivery service tells Ozon about this parcel itself; nothing is to be done here.", None,
    ),
    "has_incorrect_status": (Rejected, OPEN_IN_OZON, None),
    "has_incorrect_product_quantity": (Rejected, "Pull the order again: its quantities have changed at Ozon.", None),
    "unknow_product": (Rejected, "Pull the order again: its products have changed at Ozon.", None),
    "unknown_product_defined": (Rejected, "Pull the order again: its products have changed at Ozon.", None),
    "exemplar_info_already_defined": (AlreadyDone, "", None),
    "mandatory_mark_redundant": (Rejected, "Take the labelling code out and try again.", None),
    "incorrect_ovh_for_posting": (Rejected, "The parcel is too big or heavy for the drop-off point; divide it.", None),
    "has_incorrect_cancel_reason": (Rejected, "Choose another reason from the list.", None),
    "next postings aren't ready": (Unavailable, "Ozon is still making the label; ask again in a minute.", LABEL_REST),
    "product_is_not_created": (RateLimited, "Ozon still checks the card; we tell it again by ourselves.", CARD_REST),
    "item_limit_exceeded": (RateLimited, "Ozon takes so many cards a day; we go on when its day begins.", DAY_REST),
    "price_is_not_sent": (Rejected, WAIT_FOR_CARD, None),
    "product_has_not_been_tagged_yet": (Rejected, "Enter the product's size and weight at Ozon, then try again.", None),
    "source_type_not_found": (Rejected, WAIT_FOR_CARD, None),
    "offer_id_not_found": (NotFound, "Pull the products again; the article is not known to Ozon any more.", None),
    "not_found_error": (NotFound, "Pull the products again; the article is not known to Ozon any more.", None),
    "warehouse_not_found": (Rejected, "Open the connection and map the warehouse again; this one is gone.", None),
    "flammable_only_on_self_or_provider_delivery": (Rejected, OTHER_WAREHOUSE, None),
    "flammable_on_non_kgt_warehouse": (Rejected, OTHER_WAREHOUSE, None),
    "non_kgt_on_kgt_warehouse": (Rejected, OTHER_WAREHOUSE, None),
    "mp_delivery_only_3pl_error": (Rejected, OTHER_WAREHOUSE, None),
    "over_max_ovh_non_kgt": (Rejected, OTHER_WAREHOUSE, None),
    "over_max_ovh_kgt": (Rejected, OTHER_WAREHOUSE, None),
    "cb_delivery_only_fbp": (Rejected, "Ozon sells this product from its partners' warehouses only.", None),
    "multibox_not_allowed_for_fbs": (Rejected, "A product of several boxes cannot be sold from this warehouse.", None),
    "stock_too_big": (Rejected, "Tell a quantity below one million.", None),
    "size_required_for_not_unique_offer_id": (Rejected, "Two products have this article; change one at Ozon.", None),
    "embedded message failed validation": (Rejected, "Map the connection's warehouse, then try again.", None),
    "invalid_category_price": (Rejected, "Ozon finds the price too high or too low for its category.", None),
    "invalid_cat egory_price": (Rejected, "Ozon finds the price too high or too low for its category.", None),
    "discount_for_low_price_is_too_small": (Rejected, OLD_PRICE.format("20 roubles"), None),
    "discount_for_average_price_is_too_small": (Rejected, OLD_PRICE.format("5 %"), None),
    "discount_for_top_price_is_too_small": (Rejected, OLD_PRICE.format("500 roubles"), None),
    "discount_too_big": (Rejected, "Lower the price before the discount: at most 90 % may be taken off.", None),
    "min_price must not": (Rejected, "Lower the product's minimum price at Ozon, then try again.", None),
    "price_negative": (Rejected, "Enter a price above zero.", None),
    "period_is_too_long": (Rejected, "Ask for a shorter time: one year at most.", None),
}  # fmt: skip

#: gRPC codes in the body.
CODES: Mapping[str, type[ConnectorError]] = {
    "3": Rejected, "5": NotFound, "6": Rejected, "7": RightMissing, "8": RateLimited, "9": Rejected,
    "11": Rejected, "16": LoginExpired, "2": Unavailable, "4": Unavailable, "10": Unavailable,
    "13": Unavailable, "14": Unavailable,
}  # fmt: skip

STATUSES: Mapping[int, type[ConnectorError]] = {
    400: Rejected, 401: LoginExpired, 403: LoginExpired, 404: NotFound, 409: Rejected, 429: RateLimited,
}  # fmt: skip

#: Statuses that say more than the code and need no body.
_STATUS_WINS = frozenset({401, 429})


def classify(answer: Answer) -> ConnectorError | None:
    """The error an answer stands for, None for a good one (row errors inside a 200 are judged row by row)."""
    if answer.status < 400:
        return None
    if not isinstance(answer.json, Mapping) and answer.status not in _STATUS_WINS:
        return Unavailable(f"Something other than Ozon's API answered (HTTP {answer.status})", fix=ADDRESS)
    code, said = _told(answer.json)
    known = meaning(code, said)
    if known is not None:
        return known
    kind = _by_status(answer.status, code)
    fix = NEW_KEY if kind is LoginExpired else GIVE_ROLE if kind is RightMissing else ""
    return kind(_sentence(kind, answer.status), said=said, remote_code=code, fix=fix)


def meaning(code: str, said: str) -> ConnectorError | None:
    """What a known text means, None for an unknown one."""
    heard = f"{code} {said}".lower()
    for words, (kind, fix, rest) in TEXTS.items():
        if words in heard:
            return kind(said=said or code, remote_code=code or words, fix=fix, retry_after=rest)
    return None


def row_error(code: str, said: str) -> ConnectorError:
    """The error of one row of a batch; an unknown one is a refusal in Ozon's own words, its code among them."""
    words = f"{said} ({code})" if code and said and code.lower() not in said.lower() else said or code
    return meaning(code, words) or Rejected(
        said=words or "no reason given", remote_code=code, fix="Mend it at Ozon, then try again."
    )


def _told(body: Any) -> tuple[str, str]:
    """Code and message, from today's form or the older one inside `error`."""
    if not isinstance(body, Mapping):
        return "", ""
    inner = body.get("error")
    source = inner if isinstance(inner, Mapping) else body
    code, said = source.get("code"), source.get("message")
    return "" if code is None else str(code), said if isinstance(said, str) else ""


def _by_status(status: int, code: str) -> type[ConnectorError]:
    if status >= 500 or status == 408:
        return Unavailable
    if status in _STATUS_WINS:
        return STATUSES[status]
    if code in CODES:
        return CODES[code]
    return STATUSES.get(status, Rejected)


def _sentence(kind: type[ConnectorError], status: int) -> str:
    if kind is Unavailable:
        return f"Ozon could not answer (HTTP {status})"
    return ""
