"""The addresses that marketplaces push to, and shops of the merchant's own."""

from collections.abc import Sequence
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from core.peer import address_of
from marketplaces.framework import registry
from marketplaces.framework.intake import IncomingCall
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


@csrf_exempt
def intake(request: HttpRequest, code: str, connection: UUID, rest: str) -> HttpResponse:
    """A shop tells an order by itself; its signature is over the raw body, which nothing has touched before."""
    from sync.intake.answering import answer, intake_of

    handler = intake_of(code)
    if handler is None:
        raise Http404
    target = _target(request)
    _before, _connection, after = target.partition("?")[0].partition(f"/{connection}/")
    call = IncomingCall(
        method=request.method or "",
        target=target,
        path=f"/{after or rest}",
        headers={name.lower(): value for name, value in request.headers.items()},
        body=request.read(handler.most_bytes + 1),
        received_at=timezone.now(),
        query=request.GET.dict(),
    )
    reply = answer(handler, code, connection, call)
    return HttpResponse(reply.bytes, status=reply.status, content_type=reply.content_type, headers=dict(reply.headers))


def _target(request: HttpRequest) -> str:
    """Path and query as they were on the wire; a server that does not keep them has them written once more."""
    wire = request.META.get("REQUEST_URI") or request.META.get("RAW_URI") or request.get_full_path()
    if wire.startswith("/"):
        return str(wire)
    parts = urlsplit(wire)  # the absolute form, which proxies use
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


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
