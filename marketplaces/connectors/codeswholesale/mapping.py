"""CodesWholesale's orders and keys in our words, and our orders in theirs: pure.

What cannot be read is named, never shown: it may be a key.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from marketplaces.canonical.purchases import (
    BoughtKey,
    BoughtLine,
    KeyForm,
    Purchase,
    PurchaseLine,
    PurchaseRequest,
    PurchaseState,
)
from marketplaces.framework.errors import Rejected, UnexpectedPayload
from marketplaces.framework.reading import Json, find_moment, find_money, needed_text, text

from . import pictures
from .account import CURRENCY

#: In lower case: a library lists some of them in capitals (contract section 5). Any other is UNKNOWN.
STATES: Mapping[str, PurchaseState] = {
    "fulfilling": PurchaseState.WAITING,
    "completed": PurchaseState.READY,
    "ready": PurchaseState.READY,
    "prepared": PurchaseState.READY,
    "fulfilled": PurchaseState.READY,
    "cancelled": PurchaseState.FAILED,
    "failed": PurchaseState.FAILED,
}
#: `codeType` of version 3, and the sentence of version 2 that stands beside it.
FORMS: Mapping[str, KeyForm] = {
    "code_text": KeyForm.TEXT,
    "text code": KeyForm.TEXT,
    "code_image": KeyForm.IMAGE,
    "image code": KeyForm.IMAGE,
    "code_preorder": KeyForm.PROMISED,
    "pre_order": KeyForm.PROMISED,
    "pre-ordered code": KeyForm.PROMISED,
}
HIDDEN = "[hidden]"
#: What of a key may be kept; whatever else they may come to send with it could be the key itself.
KEPT_OF_A_KEY = ("codeId", "codeType", "status", "filename", "links")
#: What can stand in an address as it is, so that an order can be asked for by it; dots alone would lead elsewhere.
REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")


# Out ----------------------------------------------------------------------------------------------------------------
def order_text(request: PurchaseRequest) -> bytes:
    """The body of an order. Written by hand where costs are, so that no amount goes through a float."""
    _check(request)
    lines = ",".join(_line_text(line) for line in request.lines)
    promised = "true" if request.allow_promised else "false"
    return f'{{"orderId":{json.dumps(request.reference)},"allowPreOrder":{promised},"products":[{lines}]}}'.encode()


def _line_text(line: PurchaseLine) -> str:
    number = json.dumps(line.remote_product_id)
    return f'{{"productId":{number},"quantity":{line.quantity:d},"price":{amount(line.unit_cost)}}}'


def amount(value: Decimal) -> str:
    """A number of JSON, without needless zeros and never in powers of ten."""
    written = format(value, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def _check(request: PurchaseRequest) -> None:
    """Nothing is sent that could not be found again, or that asks for nothing."""
    if not REFERENCE.fullmatch(request.reference):
        raise Rejected("Our reference of this purchase has letters that an address cannot hold")
    good = all(
        line.quantity >= 1 and line.unit_cost.is_finite() and line.unit_cost >= 0 and line.remote_product_id
        for line in request.lines
    )
    if not request.lines or not good:
        raise Rejected("A purchase needs a product, a quantity and the cost that was agreed to")


# In -----------------------------------------------------------------------------------------------------------------
def purchase(row: Json) -> Purchase:
    """A whole order. Keys that only their own call gives are not here yet (`BoughtKey.is_here`)."""
    said = text(row.get("status"), "status")
    products = _objects(row.get("products"), "products")
    return Purchase(
        remote_id=needed_text(row.get("orderId"), "orderId"),
        reference=text(row.get("clientOrderId"), "clientOrderId"),
        number=text(row.get("identifier"), "identifier"),
        state=STATES.get(said.lower(), PurchaseState.UNKNOWN),
        remote_status=said,
        currency=CURRENCY,
        total=find_money(row.get("totalPrice"), "totalPrice"),
        placed_at=find_moment(row.get("createdOn"), "createdOn"),
        lines=tuple(_line(each) for each in products),
        raw=without_keys(row),
    )


def _line(row: Json) -> BoughtLine:
    return BoughtLine(
        remote_product_id=needed_text(row.get("productId"), "products[].productId"),
        title=text(row.get("name"), "products[].name"),
        unit_cost=find_money(row.get("unitPrice"), "products[].unitPrice"),
        keys=tuple(key(each) for each in _objects(row.get("codes"), "products[].codes")),
    )


def key(row: Json) -> BoughtKey:
    """One key, of an order or of its own call. One that cannot be read says so and leaves the others alone."""
    word = _word(row)
    found = BoughtKey(
        remote_id=needed_text(row.get("codeId"), "codeId"),
        form=FORMS.get(word.lower(), KeyForm.UNKNOWN),
        remote_word=word,
    )
    written = row.get("code")
    if written is not None and not isinstance(written, str):
        return replace(found, problem=f"The supplier sent the key as {type(written).__name__}, which we do not know.")
    return _filled(found, (written or "").strip(), _file(row))


def _filled(found: BoughtKey, written: str, name: str) -> BoughtKey:
    if not written or found.form is KeyForm.PROMISED:
        return found
    if found.form is not KeyForm.IMAGE:
        return replace(found, text=written)
    try:
        image, media_type = pictures.decoded(written)
    except UnexpectedPayload as error:
        return replace(found, problem=str(error))
    return replace(found, image=image, media_type=media_type, file_name=pictures.file_name(name, media_type))


def _word(row: Json) -> str:
    """The word that says more: a type that no table lists is not overruled by the sentence beside it."""
    return text(row.get("codeType"), "codeType") or text(row.get("status"), "codes[].status")


def _file(row: Json) -> str:
    found = row.get("filename")
    return found if isinstance(found, str) else ""


def without_keys(row: Json) -> dict[str, Any]:
    """The order as it came, each key hidden: what is kept for questions in March must not hold secrets."""
    products = [
        {**each, "codes": [_hidden(code) for code in each.get("codes") or () if isinstance(code, Mapping)]}
        for each in row.get("products") or ()
        if isinstance(each, Mapping)
    ]
    return {**row, "products": products}


def _hidden(code: Json) -> dict[str, Any]:
    kept = {name: code[name] for name in KEPT_OF_A_KEY if name in code}
    return {**kept, "code": HIDDEN if code.get("code") else None}


def history(answer: Json) -> Sequence[Json]:
    """The rows of the list of orders."""
    return _objects(answer.get("items"), "items")


def _objects(value: Any, path: str) -> Sequence[Json]:
    """A list of objects that must be there; what stands in its place is named by its type only."""
    if not isinstance(value, list):
        raise UnexpectedPayload(path, type(value).__name__)
    for number, row in enumerate(value):
        if not isinstance(row, Mapping):
            raise UnexpectedPayload(f"{path}[{number}]", type(row).__name__)
    return value
