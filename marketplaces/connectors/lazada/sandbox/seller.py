"""Whose token this is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from .accounts import SELLERS
from .envelope import success

if TYPE_CHECKING:
    from .market import LazadaEmulator

routes = Routes()


@routes.get("/rest/seller/get")
def get_seller(market: LazadaEmulator, request: Request) -> Answer:
    seller = SELLERS[request.account]
    return success(
        {
            "name": seller.name,
            "name_company": f"{seller.name} Ltd",
            "seller_id": int(seller.seller_id),
            "short_code": seller.short_code,
            "logo_url": "",
            "email": seller.account,
            "location": "local",
            "cb": False,
            "status": "ACTIVE",
            "verified": True,
            "marketplaceEaseMode": False,
        }
    )
