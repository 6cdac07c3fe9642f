"""Pictures: only those that lie at Lazada are taken for a product; others are brought over first."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import payload
from .envelope import Refused, success

if TYPE_CHECKING:
    from .market import LazadaEmulator

routes = Routes()
OWN = "https://img.lazada.example/p/"
ENDINGS = (".jpg", ".jpeg", ".png")


@routes.post("/rest/image/migrate")
def migrate(market: LazadaEmulator, request: Request) -> Answer:
    """Nothing is fetched here: an address that looks like a picture is one."""
    url = payload.picture(request)
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.path.lower().endswith(ENDINGS):
        raise Refused("302", "E302: Not supported URL")
    name = hashlib.md5(url.encode(), usedforsecurity=False).hexdigest()
    return success({"image": {"url": f"{OWN}{name}.jpg", "hash_code": name}})


def is_own(url: str) -> bool:
    return url.startswith(OWN)
