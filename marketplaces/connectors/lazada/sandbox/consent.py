"""The page where a seller lets the app in; it sends the browser back with a code."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from marketplaces.sandbox.messages import Answer, Request, html_answer, redirect
from marketplaces.sandbox.routes import Routes

from .accounts import APP_KEY, MAIN, SELLERS
from .envelope import Refused
from .tokens import new_code

if TYPE_CHECKING:
    from .market import LazadaEmulator

routes = Routes()
LINK = "/oauth/authorize"
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Authorise the app</title></head>
<body><main><h1>Authorise the app</h1><p>It asks to read and change orders, products, stock and prices.</p>
<form method="post">
<p><label for="seller_id">Shop</label> <select id="seller_id" name="seller_id">{shops}</select></p>
<p><button type="submit">Authorise</button></p>
</form></main></body></html>"""


@routes.get(LINK, page=True)
def ask(market: LazadaEmulator, request: Request) -> Answer:
    _target(request)
    shops = "".join(
        f'<option value="{each.seller_id}">{escape(each.name)} ({each.country.upper()})</option>'
        for each in SELLERS.values()
    )
    return html_answer(PAGE.format(shops=shops))


@routes.post(LINK, page=True)
def agree(market: LazadaEmulator, request: Request) -> Answer:
    target, picked = _target(request), request.form.get("seller_id") or MAIN
    if picked not in SELLERS:
        raise Refused("InvalidParameter", "There is no such seller.")
    code = new_code(market, picked)
    return redirect(f"{target}{'&' if urlsplit(target).query else '?'}{urlencode({'code': code})}")


def _target(request: Request) -> str:
    query = request.query
    if query.get("client_id") != APP_KEY or query.get("response_type") != "code":
        raise Refused("InvalidAppKey", "client_id or response_type is not valid.")
    target = query.get("redirect_uri", "")
    parts = urlsplit(target)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise Refused("MissingParameter", "redirect_uri is missing or no address.")
    return target
