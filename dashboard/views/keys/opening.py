"""The buyer's link: looking at the page changes nothing, pressing the button shows the keys to this browser alone."""

from __future__ import annotations

import base64
import secrets

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from core.errors import DomainError
from fulfillment.models import KeyDelivery
from fulfillment.services.keys import delivering

COOKIE = "orion_keys"
TEMPLATE = "dashboard/keys/open.html"


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def opening(request: HttpRequest, token: str) -> HttpResponse:
    """The token is the permission; mail programs that look at links beforehand press no button."""
    delivery = _found(token)
    browser = request.COOKIES.get(COOKIE, "")[:100] or secrets.token_urlsafe(24)
    context = {"store": delivery.store, "order": delivery.order, "token": token, "keys": None, "over": ""}
    status = 200
    if request.method == "POST":
        try:
            context["keys"] = delivering.open_delivery(delivery, browser=browser)
        except DomainError as refused:
            context["over"], status = str(refused), 410
    elif not delivering.may_open(delivery, browser):
        context["over"] = "opened"
    response = render(request, TEMPLATE, context, status=status)
    response.set_cookie(
        COOKIE, browser, max_age=delivering.SECOND_LOOK, path="/keys/open/", httponly=True, samesite="Lax",
        secure=request.is_secure(),
    )  # fmt: skip
    response["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
@require_GET
def picture(request: HttpRequest, token: str, place: int) -> HttpResponse:
    """A key that is a picture, for the browser that opened the link."""
    delivery, browser = _found(token), request.COOKIES.get(COOKIE, "")[:100]
    if delivery.opened_at is None or not delivering.may_open(delivery, browser):
        raise Http404
    keys = delivering.open_delivery(delivery, browser=browser)
    if not 1 <= place <= len(keys) or not keys[place - 1].media_type.startswith("image/"):
        raise Http404
    response = HttpResponse(base64.b64decode(keys[place - 1].key), content_type=keys[place - 1].media_type)
    response["Content-Disposition"] = "inline"
    return response


def _found(token: str) -> KeyDelivery:
    delivery = delivering.find_delivery(token)
    if delivery is None:
        raise Http404
    return delivery
