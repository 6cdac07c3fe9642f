"""The address that marketplaces push to."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from core.peer import address_of
from marketplaces.framework.webhooks import IncomingWebhook


@csrf_exempt
def hook(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Store the message and answer as this marketplace expects; what it means is found out later."""
    from sync.webhooks import MOST_BYTES, receive  # the engine is loaded by the first push, not by the start of the web

    incoming = IncomingWebhook(
        method=request.method or "",
        url=f"{settings.PUBLIC_URL.rstrip('/')}{request.path}",
        headers={name.lower(): value for name, value in request.headers.items()},
        body=request.read(MOST_BYTES + 1),  # never more of it in memory; one byte too many is refused
        source_ip=address_of(request),
        received_at=timezone.now(),
        query=request.GET.dict(),
    )
    reply = receive(code, token, incoming).reply
    return HttpResponse(reply.body, status=reply.status, content_type=reply.content_type)
