"""Keys: what is delivered of an order, as text, as a picture, or as the promise of one."""

from __future__ import annotations

import base64
import struct
import uuid
import zlib
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from .answers import refuse
from .goods import IMAGE, PREORDER, TEXT

if TYPE_CHECKING:
    from .marketplace import CodesWholesaleEmulator

routes = Routes()
WORDS = {
    TEXT: ("CODE_TEXT", "Text code"),
    IMAGE: ("CODE_IMAGE", "Image code"),
    PREORDER: ("CODE_PREORDER", "Pre-ordered code"),
}


@routes.get("/v3/codes/{codeId}")
def get_code(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    return json_answer(told(_own(shop, request), whole=True))


@routes.get("/v2/codes/{codeId}")
def get_code_v2(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    return json_answer(told(_own(shop, request), whole=True, version="v2"))


def _own(shop: CodesWholesaleEmulator, request: Request) -> dict[str, Any]:
    found = shop.state.table("codes").find(request.params["codeId"])
    if found is None or found["account"] != request.account:
        raise refuse(404, f"Code {request.params['codeId']} not found")
    return found


def new(shop: CodesWholesaleEmulator, account: str, form: str) -> str:
    """The number of a new key. A pre-order holds none yet."""
    number = str(uuid.uuid4())
    text = "" if form == PREORDER else _text()
    held = {"codeId": number, "account": account, "form": form, "text": text}
    shop.state.table("codes").put(number, held)
    return number


def assign(shop: CodesWholesaleEmulator, number: str) -> bool:
    """The key of a pre-order has come; False for one that had its key before."""
    if shop.state.table("codes")[number]["form"] != PREORDER:
        return False
    held = shop.state.table("codes").edit(number)
    held["form"], held["text"] = TEXT, _text()
    return True


def told(held: dict[str, Any], *, whole: bool = False, version: str = "v3") -> dict[str, Any]:
    """In an order a picture's `code` is null; only its own call gives the bytes. v2 knows no `codeType`."""
    kind, words = WORDS[held["form"]]
    code: str | None = None
    if held["form"] == TEXT:
        code = held["text"]
    elif held["form"] == IMAGE and whole:
        code = base64.b64encode(picture(held["text"])).decode()
    said = {
        "codeType": kind,
        "status": words,
        "codeId": held["codeId"],
        "filename": f"card-{held['codeId'][:8]}.png" if held["form"] == IMAGE else "",
        "code": code,
        "links": [{"rel": "self", "href": f"/{version}/codes/{held['codeId']}"}],
    }
    if version == "v2":
        del said["codeType"]
    return said


def picture(text: str) -> bytes:
    """A picture of one point whose comment is the key, so that no two are the same."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = (
        (b"IHDR", header),
        (b"tEXt", b"Comment\0" + text.encode()),
        (b"IDAT", zlib.compress(b"\0\xff")),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _text() -> str:
    letters = uuid.uuid4().hex.upper()
    return "-".join(letters[start : start + 5] for start in (0, 5, 10, 15))
