"""The consent page of Seller Central: the seller agrees and goes back with a code, the state and its own number."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from marketplaces.sandbox.messages import Answer, Refused, Request, html_answer, redirect
from marketplaces.sandbox.routes import Routes

from .sellers import APPLICATION_ID, MAIN, SELLERS
from .tokens import new_code

if TYPE_CHECKING:
    from .marketplace import AmazonEmulator

routes = Routes()
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Authorize</title></head>
<body><main><h1>Authorize the application</h1>
<form method="post">
<p><label for="account">Seller</label> <select id="account" name="account">{sellers}</select></p>
<p><button type="submit">Confirm</button></p>
</form></main></body></html>"""


@routes.get("/apps/authorize/consent", access="page")
def ask(shop: AmazonEmulator, request: Request) -> Answer:
    _check(request)
    sellers = "".join(f'<option value="{each.number}">{escape(each.name)}</option>' for each in SELLERS.values())
    return html_answer(_PAGE.format(sellers=sellers))


@routes.post("/apps/authorize/consent", access="page")
def agree(shop: AmazonEmulator, request: Request) -> Answer:
    target, account = _check(request), request.form.get("account") or MAIN
    if account not in SELLERS:
        raise Refused(html_answer("There is no such seller.", 400))
    told = {
        "state": request.query["state"], "selling_partner_id": account, "spapi_oauth_code": new_code(shop, account),
    }  # fmt: skip
    return redirect(f"{target}{'&' if urlsplit(target).query else '?'}{urlencode(told)}")


def _check(request: Request) -> str:
    """Where to go back to."""
    query = request.query
    if query.get("application_id") != APPLICATION_ID:
        raise Refused(html_answer("MD1000: the application is not known.", 400))
    if not query.get("state"):
        raise Refused(html_answer("MD5101: a state is required.", 400))
    target = query.get("redirect_uri", "")
    if urlsplit(target).scheme not in ("http", "https"):
        raise Refused(html_answer("MD9010: the redirect_uri is not registered for this application.", 400))
    return target
