"""Labels of one order: a real, if plain, PDF with a page per box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplaces.sandbox.limits import Quota
from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from .answers import refuse
from .order_calls import AREA, order_of
from .quotas import HOUR
from .shapes import one_of, query
from .vocabulary import FBY, PROCESSING

if TYPE_CHECKING:
    from .market import YandexEmulator

FORMATS = ("A9_HORIZONTALLY", "A9", "A7", "A4")

routes = Routes()


@routes.get("/v2/campaigns/{campaignId}/orders/{orderId}/delivery/labels", limit=Quota(10_000, HOUR), area=AREA)
def labels(market: YandexEmulator, request: Request) -> Answer:
    """Only while the order is being prepared; without boxes there is nothing to stick them on."""
    wanted = query(request, {"format": one_of(*FORMATS)})
    order = order_of(market, request)
    if order["model"] == FBY or order["status"] != PROCESSING:
        raise refuse(f"Labels of order {order['id']} are not available in status {order['status']}")
    if not order["boxes"]:
        raise refuse(f"Order {order['id']} has no boxes")
    sheet = pdf([[box["barcode"], f"order {order['id']}", wanted.get("format", "A7")] for box in order["boxes"]])
    return Answer(200, sheet, {"Content-Type": "application/pdf"})


def pdf(pages: list[list[str]]) -> bytes:
    """A minimal PDF 1.4, 75 by 105 millimetres per page, lines of Latin text."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, lines in enumerate(pages):
        drawn = " ".join(f"1 0 0 1 12 {270 - 24 * row} Tm ({line}) Tj" for row, line in enumerate(lines))
        stream = f"BT /F1 14 Tf {drawn} ET"
        page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 213 298] /Resources << /Font << /F1 3 0 R >> >>"
        objects += [f"{page} /Contents {5 + 2 * number} 0 R >>"]
        objects += [f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream"]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + (head + tail).encode()
