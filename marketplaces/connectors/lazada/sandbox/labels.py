"""Shipping labels: a plain PDF as base64 inside the answer, a line of Latin text per package."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import arguments, fulfilment
from .envelope import Refused, refused_result, result

if TYPE_CHECKING:
    from .market import LazadaEmulator

routes = Routes()
NOTHING = {"file": "", "doc_type": ""}


@routes.get("/rest/order/package/document/get")
@routes.post("/rest/order/package/document/get")
def document(market: LazadaEmulator, request: Request) -> Answer:
    asked = arguments.json_text(request, "getDocumentReq")
    rows = asked.get("packages") if isinstance(asked, dict) else None
    if not isinstance(rows, list) or not rows or len(rows) > fulfilment.MOST:
        raise Refused("InvalidParameter", f"“packages” holds 1 to {fulfilment.MOST} packages.")
    if asked.get("doc_type") not in ("PDF", "HTML"):
        return refused_result("700008", "doc_type is PDF or HTML", NOTHING)
    names = [str(row.get("package_id", "")) for row in rows if isinstance(row, dict)]
    for name in names:
        if fulfilment.order_of(market, request.account, name) is None:
            return refused_result("700003", f"The package {name} does not exist", NOTHING)
    kind = asked["doc_type"]
    content = pdf(names) if kind == "PDF" else f"<html><body>{'<hr>'.join(names)}</body></html>".encode()
    file = base64.b64encode(content).decode()
    return result({"file": file, "doc_type": kind, "pdf_url": "https://documents.lazada.example/label.pdf"})


def pdf(lines: list[str]) -> bytes:
    """One page of PDF 1.4 with a line for each package."""
    drawn = "".join(f"({line}) Tj 0 -16 Td " for line in lines)
    stream = f"BT /F1 10 Tf 12 {20 + 16 * len(lines)} Td {drawn}ET"
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 283 {40 + 16 * len(lines)}] "
        "/Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{part}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    tail = f"trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}".encode() + tail.encode()
