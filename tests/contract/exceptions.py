"""Where the wire checker is wrong about a true exchange: one entry each, with the contract's passage as its reason."""

from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True, slots=True)
class Exception_:
    """One rule that does not hold at one place; `message` narrows it further."""

    marketplace: str
    operation: str
    side: str
    where: str
    rule: str
    reason: str
    message: str = "*"


EXCEPTIONS = (
    Exception_(
        "ozon", "POST /v2/posting/fbs/package-label", "response", "body", "not_json",
        "Contract section 4 says that the label comes as PDF bytes; the document draws it as JSON holding the file.",
    ),
    Exception_(
        "shopee", "POST /api/v2/logistics/ship_order", "response", "body.error", "unknown_error_code",
        "The field list prints the code with a leading blank; the contract's table of errors has it without.",
        "*logistics.package_already_shipped*",
    ),
)  # fmt: skip


def is_excused(marketplace: str, operation: str, side: str, where: str, rule: str, message: str) -> bool:
    return bool(reason_for(marketplace, operation, side, where, rule, message))


def reason_for(marketplace: str, operation: str, side: str, where: str, rule: str, message: str) -> str:
    """Why this violation is none, or ""."""
    for each in EXCEPTIONS:
        same = (each.marketplace, each.operation, each.side, each.where, each.rule)
        if same == (marketplace, operation, side, where, rule) and fnmatchcase(message, each.message):
            return each.reason
    return ""
