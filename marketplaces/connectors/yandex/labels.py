"""Labels: a PDF with a page for each box."""

from marketplaces.framework.errors import UnexpectedPayload

PDF = b"%PDF"


def pdf(body: bytes) -> bytes:
    """The PDF of an answer."""
    if not body.startswith(PDF):
        raise UnexpectedPayload("label", body[:20])
    return body
