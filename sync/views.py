"""The address that marketplaces push to."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from core.peer import address_of
from marketplaces.framework import registry
from marketplaces.framework.webhooks import IncomingWebhook
from sync.hook_probe import answer_probe


@csrf_exempt
def hook(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Store the message and answer as this marketplace expects; what it means is found out later."""
    if (ours := answer_probe(request)) is not None:
        return ours
    url = f"{settings.PUBLIC_URL.rstrip('/')}{request.path}"
    return answer_push(request, code, token, url=url, query=request.GET.dict())


@csrf_exempt
def hook_with_tail(request: HttpRequest, code: str, token: str, tail: str) -> HttpResponse:
    """The same address with a word behind it, where that is a habit of this marketplace."""
    if tail not in _tails(code):
        return HttpResponse(status=404)
    return hook(request, code, token)


def _tails(code: str) -> Sequence[str]:
    handler = registry.connector_class(code).webhooks if code in registry.codes() else None
    return handler.tails if handler is not None else ()


def answer_push(request: HttpRequest, code: str, token: str, *, url: str, query: dict[str, str]) -> HttpResponse:
    """What this shop's marketplace is answered; `url` is the address as it was registered there."""
    from sync.webhooks import MOST_BYTES, receive  # the engine is loaded by the first push, not by the start of the web

    incoming = IncomingWebhook(
        method=request.method or "",
        url=url,
        headers={name.lower(): value for name, value in request.headers.items()},
        body=request.read(MOST_BYTES + 1),  # never more of it in memory; one byte too many is refused
        source_ip=address_of(request),
        received_at=timezone.now(),
        query=query,
    )
    reply = receive(code, token, incoming).reply
    return HttpResponse(reply.body, status=reply.status, content_type=reply.content_type)
