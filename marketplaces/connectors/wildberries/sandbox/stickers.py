"""Stickers: a real picture of stripes and nothing else, for there is nothing to read on a practice parcel."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from .budgets import spends
from .fields import bad_parameter, needed, numbers
from .tokens import MARKETPLACE
from .vocabulary import COMPLETE, CONFIRM

if TYPE_CHECKING:
    from .market import WildberriesEmulator

routes = Routes()
MOST = 100
DOTS = 8  # in a millimetre
FORMATS = ("svg", "zplv", "zplh", "png")


@routes.post("/api/v3/orders/stickers", category=MARKETPLACE, **spends("orders"))
def stickers(market: WildberriesEmulator, request: Request) -> Answer:
    """Only of orders that are being packed or are on their way; of others there is none."""
    kind = request.query.get("type", "")
    width, height = needed(request, "width"), needed(request, "height")
    if kind not in FORMATS or (width, height) not in ((58, 40), (40, 30)):
        raise bad_parameter()
    table = market.state.table("orders")
    kept = [table.find(number) for number in numbers(request, "orders", MOST)]
    mine = [order for order in kept if order is not None and order["seller"] == request.account]
    ready = [order for order in mine if order["supplierStatus"] in (CONFIRM, COMPLETE)]
    return json_answer({"stickers": [sticker(order, kind, width, height) for order in ready]})


def sticker(order: dict[str, Any], kind: str, width: int, height: int) -> dict[str, Any]:
    """One of them, whichever way its order goes."""
    number = str(order["id"] * 7919)
    code = f"*{base64.b32encode(number.encode()).decode().rstrip('=')[:10]}"
    file = picture(code, width, height) if kind == "png" else base64.b64encode(f"{kind} {code}".encode()).decode()
    return {"orderId": order["id"], "partA": number[:-4], "partB": number[-4:], "barcode": code, "file": file}


def picture(code: str, width: int, height: int) -> str:
    """A grey PNG in base64: a stripe for every bit of the code."""
    bits = "".join(f"{byte:08b}" for byte in code.encode())
    wide, high = width * DOTS, height * DOTS
    row = bytes(0 if bits[at * len(bits) // wide] == "1" else 255 for at in range(wide))
    pixels = zlib.compress((b"\x00" + row) * high, 9)
    header = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    parts = (_part(b"IHDR", header), _part(b"IDAT", pixels), _part(b"IEND", b""))
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"".join(parts)).decode()


def _part(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def page() -> str:
    """A PDF in base64: one empty page of a sticker's size."""
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 164 113] >>",
    )
    text, starts = "%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        starts.append(len(text))
        text += f"{number} 0 obj\n{each}\nendobj\n"
    table = "".join(f"{start:010d} 00000 n \n" for start in starts)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(text)}\n%%EOF\n"
    whole = f"{text}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}"
    return base64.b64encode(whole.encode()).decode()
