"""What Wildberries' refusals mean: their codes first, then the HTTP status."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeAlias

from marketplaces.framework.errors import (
    AccountProblem,
    AccountSuspended,
    AlreadyDone,
    ConnectorError,
    LoginExpired,
    NotFound,
    RateLimited,
    Rejected,
    RightMissing,
    Unavailable,
)
from marketplaces.framework.transport import Answer

PORTAL = "Wildberries seller portal"
ENTER_ANEW = f"Make a new token in the {PORTAL} under Settings → API access and enter it in the connection."
GIVE_CATEGORY = (
    f"Make a token with the categories Content, Marketplace, Prices and discounts and Statistics in the {PORTAL} "
    "under Settings → API access."
)
PULL_ORDER = "Pull the order again: it has changed at Wildberries."
WAIT = "We try again by ourselves."
ADDRESS = "Wait a little; if it stays so, check the API address of the connection."
OURS = "Our side must be corrected; report it."
MARK = "Look at the marking codes on the order, correct them, then try again."
PULL_PRODUCTS = "Pull the products again; the size is not known to Wildberries any more."

Meaning: TypeAlias = tuple[type[ConnectorError], str, str]  # class, our sentence ("" for the heading), what to do

CODES: Mapping[str, Meaning] = {
    "NotFound": (NotFound, "", PULL_ORDER),
    "StatusMismatch": (Rejected, "The order's status at Wildberries does not allow this any more", PULL_ORDER),
    "FailedToAddSupplyOrder": (Rejected, "Wildberries does not take the order into this supply", PULL_ORDER),
    "SupplyHasZeroOrders": (Rejected, "The supply has no orders left", PULL_ORDER),
    "SupplyHasOrders": (Rejected, "The supply still holds orders", PULL_ORDER),
    "SupplyNotClosed": (Rejected, "The supply was not handed over yet", PULL_ORDER),
    "MetaValidationFail": (Rejected, "Marking codes are missing or not checked yet", MARK),
    "ImeiIsNotFilled": (Rejected, "The IMEI is missing", MARK),
    "SGTINIsNotFilled": (Rejected, "A marking code is missing", MARK),
    "LowExpirationDate": (Rejected, "Wildberries takes nothing that is good for less than 30 days", MARK),
    "FailedToUpdateMeta": (Rejected, "Wildberries does not take this marking code", MARK),
    "SKUUploadDisabled": (Rejected, "Wildberries takes stock by size only", OURS),
    "IncorrectRequestBody": (Rejected, "", OURS),
    "IncorrectParameter": (Rejected, "", OURS),
    "IncorrectRequest": (Rejected, "", OURS),
    "UploadDataLimit": (Rejected, "This is more than Wildberries takes", "At most 100,000 units can be told."),
    "StoreIsProcessing": (Unavailable, "Wildberries is working on this warehouse", WAIT),
    "DeliveryTypeRestriction": (
        Rejected, "Goods of this category may not be sold with this warehouse's way of delivery",
        "Choose another warehouse.",
    ),
    "WarehouseStocksUpdateBlock": (AccountSuspended, "Wildberries takes no stock from this shop for now", ""),
    "StatusNotAcceptable": (AccountSuspended, "Wildberries takes no stock from this shop for now", ""),
    "AccessDenied": (RightMissing, "", GIVE_CATEGORY),
}  # fmt: skip
#: Codes that share their beginning: the size of the goods does not fit the warehouse.
CARGO = "CargoWarehouseRestriction"
CARGO_MEANS: Meaning = (
    Rejected, "Goods of this size do not fit this warehouse", "Choose a warehouse for such goods.",
)  # fmt: skip
#: Of prices only the text tells.
ALREADY_SET = "The specified prices and discounts are already set"
NONE_FIT = "All item Nos. are specified incorrectly"

STATUSES: Mapping[int, Meaning] = {
    401: (LoginExpired, "", ENTER_ANEW),
    402: (AccountSuspended, "Wildberries wants to be paid for this service", f"Look at the balance in the {PORTAL}."),
    403: (RightMissing, "The token was not made for this category of calls", GIVE_CATEGORY),
    404: (NotFound, "", ""),
}


class RowsRefused(Rejected):
    """A stock call that named rows: each code, its sentence and the sizes that it is about (none: all of them)."""

    def __init__(self, entries: Sequence[Any]) -> None:
        self.entries = [entry for entry in entries if isinstance(entry, Mapping)]
        first = _words(self.entries[0])[1] if self.entries else ""
        super().__init__("Wildberries refused rows of this call", said=first)

    def errors(self) -> dict[int | None, ConnectorError]:
        """The reason by size; under None what holds for the call as a whole."""
        found: dict[int | None, ConnectorError] = {}
        for entry in self.entries:
            named = [row.get("chrtId") for row in entry.get("data") or () if isinstance(row, Mapping)]
            sizes: list[int | None] = [each for each in named if isinstance(each, int)]
            found |= {size: meant(*_words(entry)) for size in sizes or [None]}
        return found


class CardsRefused(Rejected):
    """A call of cards that named some by their article."""

    def __init__(self, said: str, named: Mapping[str, Any] = MappingProxyType({})) -> None:
        self.named = {code: words for code, words in named.items() if isinstance(words, str)}
        super().__init__("Wildberries refused cards of this call", said=said)

    def errors(self) -> dict[str, ConnectorError]:
        """The reason by article."""
        fix = f"Complete the card in the {PORTAL}, then send it again."
        return {
            code: Rejected("Wildberries did not take this card", said=words, fix=fix)
            for code, words in self.named.items()
        }


def classify(answer: Answer) -> ConnectorError | None:
    """The error an answer stands for, None for a good one."""
    if answer.status < 400:
        return None
    if answer.status == 429:
        return RateLimited(said=_words(answer.json)[1], fix=WAIT)
    if answer.status == 409 and isinstance(answer.json, list):
        return RowsRefused(answer.json)
    code, said = _words(answer.json)
    named = answer.json.get("additionalErrors") if isinstance(answer.json, Mapping) else None
    if answer.status == 400 and isinstance(named, Mapping) and named:
        return CardsRefused(said, named)
    if answer.status >= 500 or (not isinstance(answer.json, Mapping) and answer.status not in STATUSES):
        return Unavailable(
            f"Wildberries could not answer (HTTP {answer.status})", said=said, remote_code=code, fix=ADDRESS
        )
    if said.startswith(ALREADY_SET):
        return AlreadyDone(said=said)
    if answer.status in STATUSES and code not in CODES:
        return _error(STATUSES[answer.status], code, said)
    return meant(code, said)


def meant(code: str, said: str) -> ConnectorError:
    """By their code; one that no table lists is a refusal in their own words."""
    known = CODES.get(code) or (CARGO_MEANS if code.startswith(CARGO) else (Rejected, "", ""))
    return _error(known, code, said)


def _error(meaning: Meaning, code: str, said: str) -> ConnectorError:
    kind, sentence, fix = meaning
    if issubclass(kind, AccountProblem) or code:
        said = said or code
    return kind(sentence, said=said, remote_code=code, fix=fix)


def _words(body: Any) -> tuple[str, str]:
    """Code and message in any of the shapes: a code with a message, a title with a detail, an error text, a list."""
    if not isinstance(body, Mapping):
        return "", ""
    message = body.get("message") or body.get("detail") or body.get("errorText") or body.get("title")
    errors = body.get("errors")
    if not message and errors:
        message = errors[0] if isinstance(errors, list) else errors
    code, title = (body[name] if isinstance(body.get(name), str) else "" for name in ("code", "title"))
    if code not in CODES and title in CODES:
        code = title
    return code, message if isinstance(message, str) else ""
