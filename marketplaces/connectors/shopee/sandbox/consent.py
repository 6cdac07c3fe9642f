"""The authorisation link: a page where a seller picks a shop and agrees, then goes back to the hub with a code."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from marketplaces.sandbox.messages import Answer, Request, html_answer, redirect
from marketplaces.sandbox.routes import Routes

from .accounts import MAIN_SHOP, SHOPS
from .errors import wrong
from .push import authorisation_push
from .tokens import new_code, revoke

if TYPE_CHECKING:
    from .emulator import ShopeeEmulator

routes = Routes()

LINK = "/api/v2/shop/auth_partner"
CANCEL_LINK = "/api/v2/shop/cancel_auth_partner"
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
<body><main><h1>{title}</h1><p>{text}</p>
<form method="post">
<p><label for="shop_id">Shop</label> <select id="shop_id" name="shop_id">{shops}</select></p>
<p><button type="submit">{button}</button></p>
</form></main></body></html>"""


@routes.get(LINK, public=True, page=True)
def ask(emulator: ShopeeEmulator, request: Request) -> Answer:
    """The page behind the link."""
    _target(request)
    return _page(
        "Authorise Orion",
        "The app asks to read and change orders, products, stock and prices.",
        "Confirm authorisation",
    )


@routes.post(LINK, public=True, page=True)
def agree(emulator: ShopeeEmulator, request: Request) -> Answer:
    """The seller agreed: back to the hub with a code."""
    shop_id = _picked(request)
    emulator.push(authorisation_push(1, shop_id, emulator.now()))
    return _back(request, {"code": new_code(emulator, shop_id), "shop_id": str(shop_id)})


@routes.get(CANCEL_LINK, public=True, page=True)
def ask_to_cancel(emulator: ShopeeEmulator, request: Request) -> Answer:
    """The page behind the revoking link."""
    _target(request)
    return _page("Cancel the authorisation", "The app will no longer reach the shop.", "Cancel authorisation")


@routes.post(CANCEL_LINK, public=True, page=True)
def cancel(emulator: ShopeeEmulator, request: Request) -> Answer:
    """The seller took the authorisation back."""
    shop_id = _picked(request)
    revoke(emulator, shop_id)
    emulator.push(authorisation_push(2, shop_id, emulator.now()))
    return _back(request, {"shop_id": str(shop_id)})


def _page(title: str, text: str, button: str) -> Answer:
    shops = "".join(
        f'<option value="{shop.shop_id}">{escape(shop.name)} ({shop.region})</option>' for shop in SHOPS.values()
    )
    return html_answer(_PAGE.format(title=escape(title), text=escape(text), button=escape(button), shops=shops))


def _target(request: Request) -> str:
    target = request.query.get("redirect", "")
    parts = urlsplit(target)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise wrong("There is no redirect in query, or it is no address.")
    return target


def _picked(request: Request) -> int:
    picked = request.form.get("shop_id") or str(MAIN_SHOP)
    if not picked.isdigit() or int(picked) not in SHOPS:
        raise wrong("Wrong parameters, detail: shop_id is unknown.")
    return int(picked)


def _back(request: Request, values: dict[str, str]) -> Answer:
    target = _target(request)
    return redirect(f"{target}{'&' if urlsplit(target).query else '?'}{urlencode(values)}")
