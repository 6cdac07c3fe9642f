"""The shop call, which a hub uses to test a connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from .accounts import AUTHORISATION_SECONDS, SHOPS
from .arguments import arguments
from .envelope import flat

if TYPE_CHECKING:
    from .emulator import ShopeeEmulator

routes = Routes()

_AUTHORISED_DAYS_AGO = 12


@routes.get("/api/v2/shop/get_shop_info")
def get_shop_info(emulator: ShopeeEmulator, request: Request) -> Answer:
    """Name, region and how long the authorisation lasts; the fields are at the top level."""
    arguments(request)
    shop = SHOPS[int(request.account)]
    authorised = int(emulator.now()) - _AUTHORISED_DAYS_AGO * 86400
    return flat(
        shop_name=shop.name,
        region=shop.region,
        status="NORMAL",
        is_cb=False,
        is_sip=False,
        is_upgraded_cbsc=False,
        auth_time=authorised,
        expire_time=authorised + AUTHORISATION_SECONDS,
        shop_fulfillment_flag="Others",
        is_main_shop=False,
        is_direct_shop=False,
        is_one_awb=False,
    )
