"""The link in a digest that stops it, without signing in; looking at the page changes nothing."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.models import Membership
from core.services import notifications
from sync.news.letters import read_stop_token


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """A button for people; mail programs post to the same address by themselves (RFC 8058), which sends no cookie.

    The token is the permission: it stops one member's digest and nothing else.
    """
    pk = read_stop_token(token)
    member = Membership.objects.select_related("store").filter(pk=pk).first() if pk else None
    if pk is None or member is None:
        raise Http404
    if request.method == "POST":
        notifications.stop_digest(pk)
    done = request.method == "POST" or not notifications.hours_of(member).digest
    return render(request, "dashboard/notifications/stop.html", {"store": member.store, "done": done})
