"""The page where a merchant lets the app in; it sends the browser back with a code and the state."""

from __future__ import annotations

import secrets
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from marketplaces.sandbox.messages import Answer, Request, html_answer, redirect
from marketplaces.sandbox.routes import Routes

from .accounts import APP_ID, MAIN, MERCHANTS
from .answers import refuse
from .tokens import CODE_LIVES

if TYPE_CHECKING:
    from .marketplace import FacebookEmulator

routes = Routes()
LINK = "/{version}/dialog/oauth"
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Continue to the app</title></head>
<body><main><h1>Continue to the app</h1><p>It asks to manage your catalogues.</p>
<form method="post">
<p><label for="merchant">Business</label> <select id="merchant" name="merchant">{shops}</select></p>
<p><button type="submit">Continue</button></p>
</form></main></body></html>"""


@routes.get(LINK, open=True)
def ask(shop: FacebookEmulator, request: Request) -> Answer:
    _target(request)
    shops = "".join(f'<option value="{key}">{escape(each.name)}</option>' for key, each in MERCHANTS.items())
    return html_answer(PAGE.format(shops=shops))


@routes.post(LINK, open=True)
def agree(shop: FacebookEmulator, request: Request) -> Answer:
    target, picked = _target(request), request.form.get("merchant") or MAIN
    if picked not in MERCHANTS:
        raise refuse(100, "There is no such business.")
    code = f"AQ{secrets.token_urlsafe(24)}"
    held = {"merchant": picked, "redirect_uri": target, "ends": shop.clock.timestamp() + CODE_LIVES}
    shop.state.table("codes").put(code, held)
    back = urlencode({"code": code, "state": request.query.get("state", "")})
    return redirect(f"{target}{'&' if urlsplit(target).query else '?'}{back}")


def _target(request: Request) -> str:
    if request.query.get("client_id") != APP_ID:
        raise refuse(101, "Invalid App ID: The provided app ID does not look like a valid app ID.")
    target = request.query.get("redirect_uri", "")
    parts = urlsplit(target)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise refuse(191, "The redirect_uri URL must be absolute")
    return target
