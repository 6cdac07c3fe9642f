"""Labels: a real, if plain, PDF with one page per posting."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import controls
from .answers import refuse
from .fulfilment import wanted_posting
from .shapes import fields, many, text
from .times import fine

if TYPE_CHECKING:
    from .marketplace import OzonEmulator

routes = Routes()


@routes.post("/v2/posting/fbs/package-label", shape=fields({"posting_number!": many(text(), least=1, most=20)}))
def package_label(shop: OzonEmulator, request: Request) -> Answer:
    """All or nothing: one posting that is not packed, or packed a moment ago, spoils the sheet."""
    ready_before = fine(shop.clock.now() - timedelta(seconds=controls.setting(shop, "label_delay")))
    postings = [wanted_posting(shop, request, number) for number in request.json["posting_number"]]
    for posting in postings:
        if posting["status"] != "awaiting_deliver":
            raise refuse("INVALID_ARGUMENT: the label is available in the awaiting_deliver status only")
    if late := [p["posting_number"] for p in postings if (p["packed_at"] or "") > ready_before]:
        raise refuse(f"The next postings aren't ready: {', '.join(late)}")
    sheet = pdf([[p["posting_number"], p["order_number"], p["tracking_number"]] for p in postings])
    headers = {"Content-Type": "application/pdf", "Content-Disposition": 'attachment; filename="ticket-labels.pdf"'}
    return Answer(200, sheet, headers)


def pdf(pages: list[list[str]]) -> bytes:
    """A minimal PDF 1.4, 58 by 40 millimetres per page, lines of Latin text."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier-Bold >>",
    ]
    for number, lines in enumerate(pages):
        drawn = "".join(f"10 {90 - 20 * row} Td ({line}) Tj -10 {20 * row - 90} Td " for row, line in enumerate(lines))
        stream = f"BT /F1 11 Tf {drawn}ET"
        page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 164 113] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"{page} /Contents {5 + 2 * number} 0 R >>")
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    return _bound(objects)


def _bound(objects: list[str]) -> bytes:
    body = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + head.encode() + tail.encode()
