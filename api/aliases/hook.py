"""`/api/webhooks/marketplace?connection=…`: the documents' address for pushes, judged exactly as `/hooks/…` is."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from marketplaces.framework import registry
from marketplaces.models import Connection
from sync.views import answer_push

PARAMETER = "connection"


@csrf_exempt
def hook(request: HttpRequest) -> HttpResponse:
    """Store the message and answer as this marketplace expects.

    `connection` is the unguessable word that ends the address under `/hooks/`. Where the marketplace signs what it
    pushes, the connection's id will do as well; where it does not, the word is the proof.
    """
    shop = find_addressee(request.GET.get(PARAMETER, ""))
    if shop is None:
        return HttpResponse(status=404)
    url = f"{settings.PUBLIC_URL.rstrip('/')}{_registered(request)}"
    query = {name: text for name, text in request.GET.dict().items() if name != PARAMETER}
    return answer_push(request, shop.marketplace.code, shop.webhook_token, url=url, query=query)


def _registered(request: HttpRequest) -> str:
    """The address as it was entered there: what a GET asks stands behind it."""
    if request.method != "GET":
        return request.get_full_path()
    return f"{request.path}?{urlencode({PARAMETER: request.GET[PARAMETER]})}"


def find_addressee(named: str) -> Connection | None:
    """The shop that is meant, whichever way it is named."""
    if not named or "\x00" in named:
        return None
    shops = Connection.objects.select_related("marketplace")
    if shop := shops.filter(webhook_token=named).first():
        return shop
    try:
        shop = shops.filter(pk=UUID(named)).first()
    except ValueError:
        return None
    return shop if shop is not None and _signs(shop) else None


def _signs(shop: Connection) -> bool:
    handler = registry.connector_class(shop.marketplace.code).webhooks
    return handler is not None and handler.signed
