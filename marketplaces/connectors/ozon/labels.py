"""Labels: a PDF as it is, or inside JSON as the schema draws it."""

import base64
import binascii
import json

from marketplaces.framework.errors import UnexpectedPayload

PDF = b"%PDF"


def pdf(body: bytes) -> bytes:
    """The PDF of an answer."""
    if body.startswith(PDF):
        return body
    try:
        content = json.loads(body)["file_content"]
    except (ValueError, KeyError, TypeError) as error:
        raise UnexpectedPayload("file_content", body[:20]) from error
    inside = content.encode() if isinstance(content, str) else b""
    if inside.startswith(PDF):
        return inside
    try:
        decoded = base64.b64decode(inside, validate=True)
    except binascii.Error as error:
        raise UnexpectedPayload("file_content", inside[:20]) from error
    if not decoded.startswith(PDF):
        raise UnexpectedPayload("file_content", decoded[:20])
    return decoded
