"""The consent page: the seller agrees and goes to the address behind the RuName, with a code and the state."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from marketplaces.sandbox.emulator import ControlError
from marketplaces.sandbox.messages import Answer, Refused, Request, html_answer, redirect
from marketplaces.sandbox.routes import Routes

from .sellers import CLIENT_ID, CODE_SECONDS, MAIN, RU_NAME, SCOPES, SELLERS
from .tokens import new_code

if TYPE_CHECKING:
    from .marketplace import EbayEmulator

routes = Routes()
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Grant access</title></head>
<body><main><h1>Grant access</h1><p>The application asks for: {scopes}</p>
<form method="post">
<p><label for="account">Seller</label> <select id="account" name="account">{sellers}</select></p>
<p><label for="accepted">Address behind the RuName</label>
<input id="accepted" name="accepted" size="60" value="{accepted}"></p>
<p><button type="submit">Agree and continue</button> <button type="submit" name="no" value="1">Cancel</button></p>
</form></main></body></html>"""


@routes.get("/oauth2/authorize", access="page")
def ask(shop: EbayEmulator, request: Request) -> Answer:
    scopes = _asked(request)
    sellers = "".join(
        f'<option value="{each.user_id}">{escape(each.username)} ({each.marketplace})</option>'
        for each in SELLERS.values()
    )
    page = _PAGE.format(scopes=escape(", ".join(scopes)), sellers=sellers, accepted=escape(_accepted(shop)))
    return html_answer(page)


@routes.post("/oauth2/authorize", access="page")
def agree(shop: EbayEmulator, request: Request) -> Answer:
    scopes = _asked(request)
    target = request.form.get("accepted") or _accepted(shop)
    if urlsplit(target).scheme not in ("http", "https"):
        raise Refused(html_answer("This RuName leads to no address yet.", 400))
    shop.state.table("ru_names").put(RU_NAME, {"accepted": target})
    account = request.form.get("account") or MAIN
    if account not in SELLERS:
        raise Refused(html_answer("There is no such seller.", 400))
    answer = {"state": request.query["state"]} if "state" in request.query else {}
    if request.form.get("no"):
        answer |= {"error": "access_denied"}
    else:
        answer |= {"code": new_code(shop, account, scopes), "expires_in": str(CODE_SECONDS)}
    return redirect(f"{target}{'&' if urlsplit(target).query else '?'}{urlencode(answer)}")


def set_address(shop: EbayEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """Control call `{"accepted": url}`: what the developer portal keeps as the RuName's accepted address."""
    target = str(body.get("accepted", ""))
    if urlsplit(target).scheme not in ("http", "https"):
        raise ControlError('Say where the RuName leads: {"accepted": "http://…"}.')
    return shop.state.table("ru_names").put(RU_NAME, {"accepted": target})


def _accepted(shop: EbayEmulator) -> str:
    return str((shop.state.table("ru_names").find(RU_NAME) or {}).get("accepted", ""))


def _asked(request: Request) -> list[str]:
    query = request.query
    scopes = query.get("scope", "").split()
    if query.get("client_id") != CLIENT_ID:
        raise Refused(html_answer("unauthorized_client: the client_id is not known.", 400))
    if query.get("redirect_uri") != RU_NAME:
        raise Refused(html_answer("invalid_request: the redirect_uri is the RuName, not an address.", 400))
    if query.get("response_type") != "code":
        raise Refused(html_answer("unsupported_response_type: it is code.", 400))
    if not scopes or not set(scopes) <= SCOPES:
        raise Refused(html_answer("invalid_scope: one of the scopes is not known.", 400))
    return scopes
