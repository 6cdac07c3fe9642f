"""Files at signed addresses, good for five minutes, without any header of the API: up for feeds, down for results."""

from __future__ import annotations

import base64
import gzip
import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from marketplaces.sandbox.messages import Answer, Refused, Request
from marketplaces.sandbox.routes import Routes

from .access import HEADER

if TYPE_CHECKING:
    from .marketplace import AmazonEmulator

routes = Routes()
GOOD_FOR = 300
PATH = "/files/{file}"
#: The same for who came through a proxy that stands at our place and has no folder of its own.
BEHIND = "/amazon/files/{file}"
_DENIED = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"
)


def new(shop: AmazonEmulator, account: str, *, content: bytes = b"", kind: str = "", packed: bool = False) -> str:
    """The number of a new document."""
    number = f"amzn1.tortuga.4.eu.{secrets.token_hex(16)}"
    body = gzip.compress(content) if packed else content
    shop.state.table("files", account).put(
        number, {"body": base64.b64encode(body).decode(), "kind": kind, "packed": packed}
    )
    return number


def content(shop: AmazonEmulator, account: str, number: str) -> bytes | None:
    held = shop.state.table("files", account).find(number)
    return None if held is None else base64.b64decode(held["body"])


def address(shop: AmazonEmulator, request: Request, number: str, *, write: bool = False) -> str:
    """A fresh link to a document; each is for one direction."""
    key = secrets.token_urlsafe(16)
    until = shop.clock.timestamp() + GOOD_FOR
    shop.state.table("links").put(key, {"account": request.account, "file": number, "until": until, "write": write})
    query = urlencode({"X-Amz-Expires": GOOD_FOR, "X-Amz-Signature": key})
    return f"{request.base_url}{PATH.format(file=number)}?{query}"


@routes.add("PUT", PATH, access="file")
@routes.add("PUT", BEHIND, access="file")
def upload(shop: AmazonEmulator, request: Request) -> Answer:
    """Under the content type that was told when the link was made."""
    held = _link(shop, request, write=True)
    file = shop.state.table("files", held["account"]).edit(held["file"])
    told = request.headers.get("Content-Type", "").replace(" ", "").lower()
    if told != file["kind"].replace(" ", "").lower():
        raise Refused(Answer(403, _DENIED.replace(b"AccessDenied", b"SignatureDoesNotMatch"), {}))
    file["body"] = base64.b64encode(request.body).decode()
    return Answer(200, b"", {})


@routes.get(PATH, access="file")
@routes.get(BEHIND, access="file")
def download(shop: AmazonEmulator, request: Request) -> Answer:
    held = _link(shop, request, write=False)
    body = content(shop, held["account"], held["file"]) or b""
    kind = shop.state.table("files", held["account"])[held["file"]]["kind"]
    return Answer(200, body, {"Content-Type": kind or "application/octet-stream"})


def _link(shop: AmazonEmulator, request: Request, *, write: bool) -> dict[str, str]:
    held = shop.state.table("links").find(request.query.get("X-Amz-Signature", ""))
    good = held is not None and held["file"] == request.params["file"] and held["write"] == write
    if held is None or not good or held["until"] <= shop.clock.timestamp() or HEADER in request.headers:
        raise Refused(Answer(403, _DENIED, {"Content-Type": "application/xml"}))
    return held
