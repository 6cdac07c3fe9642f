"""Stickers: pictures inside JSON, put on the pages of one PDF."""

import base64
import binascii
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from marketplaces.framework.errors import NotFound, Rejected, UnexpectedPayload

from .client import STICKERS_PER_CALL, WildberriesClient
from .errors import PULL_ORDER
from .reading import is_number, page_of, rows, text

#: In millimetres.
WIDE, HIGH = 58, 40


def label(client: WildberriesClient, orders: Sequence[str]) -> bytes:
    """One page an order, in the order asked for. Rejected where one has no sticker, for it is in no supply yet."""
    odd = [order for order in orders if not is_number(order)]
    if odd:
        raise NotFound(f"Wildberries has no order {odd[0]}", said=f"no order {odd[0]}", fix=PULL_ORDER)
    found: dict[str, bytes] = {}
    for start in range(0, len(orders), STICKERS_PER_CALL):
        part = [int(order) for order in orders[start : start + STICKERS_PER_CALL]]
        found |= pictures(client.stickers(part))
    missing = [order for order in orders if order not in found]
    if missing:
        raise Rejected(
            f"Wildberries has no sticker for order {', '.join(missing)} yet", said="no sticker",
            fix="Accept the order first: a sticker is made when it is in a supply.",
        )  # fmt: skip
    return pdf([found[order] for order in orders])


def pictures(answer: Any) -> dict[str, bytes]:
    """The picture of each order."""
    found = rows(page_of(answer, "stickers").get("stickers"), "stickers")
    return {text(row.get("orderId")): decoded(row.get("file"), "stickers[].file") for row in found}


def decoded(file: Any, path: str) -> bytes:
    """A picture from its text."""
    if not isinstance(file, str):
        raise UnexpectedPayload(path, file)
    try:
        return base64.b64decode(file, validate=True)
    except binascii.Error as error:
        raise UnexpectedPayload(path, file[:20]) from error


def pdf(found: Sequence[bytes]) -> bytes:
    """A page of the sticker's own size for each picture."""
    # Read with the first sticker: it is the heaviest part of all connectors.
    from reportlab.lib.units import mm
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    size = (WIDE * mm, HIGH * mm)
    written = BytesIO()
    canvas = Canvas(written, pagesize=size)
    for picture in found:
        try:
            canvas.drawImage(ImageReader(BytesIO(picture)), 0, 0, *size, preserveAspectRatio=True)
        except OSError as error:
            raise UnexpectedPayload("stickers[].file", picture[:8]) from error
        canvas.showPage()
    canvas.save()
    return written.getvalue()
