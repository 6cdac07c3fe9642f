"""Whose key this is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

if TYPE_CHECKING:
    from .marketplace import FourSellerEmulator

routes = Routes()


@routes.get("/v1/ping")
def ping(shop: FourSellerEmulator, request: Request) -> Answer:
    return json_answer({"seller_id": request.account, "name": shop.state.table("accounts")[request.account]["name"]})
