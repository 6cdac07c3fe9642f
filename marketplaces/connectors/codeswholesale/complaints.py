"""Complaints about keys: a person presses the button, never a job. Live only, and on request (contract section 3)."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marketplaces.canonical.purchases import KeyForm
from marketplaces.framework.errors import Rejected, UnexpectedPayload
from marketplaces.framework.reading import Json, text, whole
from marketplaces.framework.results import ItemResult

from .client import CodesWholesaleClient
from .mapping import HIDDEN

REASONS = ("Invalid", "Used", "Region Lock", "Wrong game", "Not clear", "Other")
TYPES: Mapping[KeyForm, str] = {KeyForm.TEXT: "CODE_TEXT", KeyForm.IMAGE: "CODE_IMAGE"}
PICTURES = frozenset({"image/png", "image/jpeg"})
LONGEST, LONGEST_REGION = 200, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyComplaint:
    """What is wrong with one key, with a screenshot of it, which CodesWholesale asks for."""

    ref: str
    remote_product_id: str
    form: KeyForm
    reason: str
    key: str = field(default="", repr=False)
    file_name: str = ""
    region: str = ""
    comment: str = ""
    screenshot: bytes = field(default=b"", repr=False)
    screenshot_type: str = "image/png"
    screenshot_name: str = "screenshot.png"


def complain(client: CodesWholesaleClient, reference: str, wanted: Sequence[KeyComplaint]) -> Sequence[ItemResult]:
    """One result for each, in their order. A lost answer is not sent again: look at the order's complaints."""
    wrong = {each.ref: problem for each in wanted if (problem := _problem(each))}
    good = [each for each in wanted if each.ref not in wrong]
    results = [ItemResult(ref=ref, ok=False, error=Rejected(problem)) for ref, problem in wrong.items()]
    if not good:
        return results
    answer = client.complain({"orderId": reference, "complaints": [_body(each) for each in good]})
    rows = answer.get("responses")
    if not isinstance(rows, list) or len(rows) != len(good):
        raise UnexpectedPayload("responses", type(rows).__name__)
    return [*results, *(_result(each, row) for each, row in zip(good, rows, strict=True))]


def listed(client: CodesWholesaleClient, reference: str = "") -> list[dict[str, Any]]:
    """What was complained about, newest first, as it came but without the keys."""
    rows = client.complaints(reference).get("complaints")
    if not isinstance(rows, list):
        raise UnexpectedPayload("complaints", type(rows).__name__)
    return [_without_key(row) for row in rows if isinstance(row, Mapping)]


def _without_key(row: Json) -> dict[str, Any]:
    return {name: HIDDEN if name.lower() in ("codevalue", "code") else value for name, value in row.items()}


def _problem(wanted: KeyComplaint) -> str:
    if wanted.form not in TYPES:
        return "Only a key that has come can be complained about."
    if wanted.reason not in REASONS:
        return f"CodesWholesale knows these reasons: {', '.join(REASONS)}."
    if not wanted.screenshot or wanted.screenshot_type not in PICTURES:
        return "CodesWholesale asks for a screenshot, as PNG or JPEG."
    longer = max(map(len, (wanted.key, wanted.file_name, wanted.comment)))
    return (
        f"A text is longer than {LONGEST} letters." if longer > LONGEST or len(wanted.region) > LONGEST_REGION else ""
    )


def _body(wanted: KeyComplaint) -> dict[str, Any]:
    told = {
        "code": wanted.key if wanted.form is KeyForm.TEXT else "",
        "codeFilename": wanted.file_name if wanted.form is KeyForm.IMAGE else "",
        "region": wanted.region,
        "comment": wanted.comment,
    }
    return {
        "productId": wanted.remote_product_id,
        "codeType": TYPES[wanted.form],
        "reason": wanted.reason,
        **{name: given for name, given in told.items() if given},
        "screenshot": {
            "filename": wanted.screenshot_name,
            "contentType": wanted.screenshot_type,
            "data": base64.b64encode(wanted.screenshot).decode(),
        },
    }


def _result(wanted: KeyComplaint, row: Any) -> ItemResult:
    if not isinstance(row, Mapping):
        raise UnexpectedPayload("responses[]", type(row).__name__)
    if row.get("complaintId") is not None:
        return ItemResult(ref=wanted.ref, ok=True)
    status = whole(row.get("status"), "responses[].status", 0)
    said = text(row.get("message"), "responses[].message").replace(wanted.key or "\0", HIDDEN)
    return ItemResult(ref=wanted.ref, ok=False, error=Rejected(said=said or "no reason given", remote_code=str(status)))
