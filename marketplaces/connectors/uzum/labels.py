"""Labels: a PDF as base64 text inside JSON, one text or a list of them."""

import base64
import binascii
from typing import Any

from marketplaces.framework.errors import Rejected, UnexpectedPayload

from .reading import page_of

PDF = b"%PDF"


def pdf(answer: Any) -> bytes:
    """The one PDF of an answer."""
    told = page_of(answer, "document").get("document")
    documents = told if isinstance(told, list) else [told]
    if len(documents) > 1:
        raise Rejected(
            f"Uzum made {len(documents)} label files for this order, which we cannot put together",
            fix="Print them in the Uzum seller cabinet.",
        )
    return _decoded(documents[0] if documents else None)


def _decoded(text: Any) -> bytes:
    if not isinstance(text, str):
        raise UnexpectedPayload("document", text)
    try:
        found = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise UnexpectedPayload("document", text[:20]) from error
    if not found.startswith(PDF):
        raise UnexpectedPayload("document", found[:20])
    return found
