"""Single things by their id: the user, the catalogue, the page, the commerce account, an item, an order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import access, catalog, order_view
from .accounts import MERCHANTS
from .answers import unknown
from .arguments import chosen, fields

if TYPE_CHECKING:
    from .marketplace import FacebookEmulator

routes = Routes()
CATALOG = ("id", "name", "product_count", "vertical", "business", "is_catalog_segment")


@routes.get("/{version}/me")
def me(shop: FacebookEmulator, request: Request) -> Answer:
    merchant = MERCHANTS[request.account]
    document = {"id": merchant.user_id, "name": merchant.name}
    return json_answer(chosen(document, fields(request.query.get("fields") or "id,name"), ("id", "name")))


@routes.get("/{version}/me/accounts")
def pages(shop: FacebookEmulator, request: Request) -> Answer:
    merchant = MERCHANTS[request.account]
    return json_answer({"data": [{"id": merchant.page_id, "name": merchant.name, "tasks": ["MANAGE"]}]})


@routes.get("/{version}/{node}/owned_product_catalogs")
def owned(shop: FacebookEmulator, request: Request) -> Answer:
    merchant = MERCHANTS[request.account]
    if request.params["node"] != merchant.business_id:
        raise unknown(request.params["node"])
    tree = fields(request.query.get("fields") or "id,name")
    return json_answer({"data": [chosen(_catalog(shop, request.account), tree, CATALOG)]})


def _catalog(shop: FacebookEmulator, account: str) -> dict[str, Any]:
    merchant = MERCHANTS[account]
    return {
        "id": merchant.catalog_id, "name": f"{merchant.name} catalog", "vertical": "commerce",
        "product_count": len(shop.state.table("items", account)), "is_catalog_segment": False,
        "business": {"id": merchant.business_id, "name": merchant.name},
    }  # fmt: skip


@routes.get("/{version}/{node}")
def node(shop: FacebookEmulator, request: Request) -> Answer:
    number, merchant = request.params["node"], MERCHANTS[request.account]
    given = request.query.get("fields", "")
    if number == merchant.catalog_id:
        access.needs(shop, request, "catalog_management")
        return json_answer(chosen(_catalog(shop, request.account), fields(given or "id,name"), CATALOG))
    if number == merchant.page_id:
        document = {"id": number, "name": merchant.name, "business": {"id": merchant.business_id},
                    "commerce_merchant_settings": {"id": merchant.cms_id, "display_name": merchant.name}}  # fmt: skip
        return json_answer(chosen(document, fields(given or "id,name"), tuple(document)))
    if number == merchant.cms_id:
        document = {"id": number, "display_name": merchant.name, "merchant_status": "ENABLED"}
        return json_answer(chosen(document, fields(given or "id"), tuple(document)))
    item = catalog.find_item(shop, request.account, number)
    if item is not None:
        return json_answer(chosen(catalog.seen(item), fields(given or catalog.USUAL), catalog.ITEM_FIELDS))
    return order_view.read(shop, request)
