"""Programs of the merchant's own that are told what happens: made, looked at, changed, tried, paused, taken away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import DomainError
from core.tenancy import get_for_store
from dashboard.access import needing, store_of
from dashboard.forms.settings_endpoints import EndpointForm
from dashboard.views.settings import deliveries
from dashboard.views.settings.tabs import drawn
from sync.models import WebhookEndpoint
from sync.outgoing import endpoints as service

managers = needing("see_addresses")
changers = needing("manage_connections")
TAB = "settings_endpoints"


@never_cache
@managers
@require_GET
def endpoints(request: HttpRequest) -> HttpResponse:
    """The list, and a form for another one."""
    return _list(request, EndpointForm(None))


@never_cache
@changers
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new endpoint; its secret is in the answer to the POST and nowhere else."""
    if request.method == "GET":
        return redirect("dashboard:settings_endpoints")
    form = EndpointForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    try:
        made = service.make(store=store_of(request), by=str(request.user), **form.cleaned_data)
    except DomainError as refused:
        form.refuse(refused)
        return _list(request, form, status=422)
    return _page(request, made.endpoint, secret=made.secret)


@never_cache
@managers
@require_GET
def endpoint(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One endpoint with the log of what it was sent."""
    return _page(request, found(request, pk))


@changers
@require_POST
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name, address, kinds; what waits goes to the new address."""
    one = found(request, pk)
    form = EndpointForm(request.POST, one)
    if not form.is_valid():
        return _page(request, one, form, status=422)
    try:
        service.change(one, by=str(request.user), **form.cleaned_data)
    except DomainError as refused:
        form.refuse(refused)
        return _page(request, found(request, pk), form, status=422)
    messages.success(request, _("Saved. What happens from now on is told so."))
    return redirect(TO_ONE, one.pk)


@changers
@require_POST
def pause(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Told nothing until somebody resumes it."""
    one = service.change(found(request, pk), by=str(request.user), is_active=False)
    messages.success(request, _("“%(name)s” is paused. What happens meanwhile is not told.") % {"name": one.name})
    return redirect(TO_ONE, one.pk)


@changers
@require_POST
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Told again from now on."""
    one = service.change(found(request, pk), by=str(request.user), is_active=True)
    messages.success(request, _("“%(name)s” is told again, from now on.") % {"name": one.name})
    return redirect(TO_ONE, one.pk)


@changers
@require_POST
def test(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A harmless event of its own; the log says how it went."""
    one = found(request, pk)
    try:
        service.ping(one)
    except DomainError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("A test is on its way. Its answer stands in the log within seconds."))
    return redirect(TO_ONE, one.pk)


@never_cache
@changers
@require_http_methods(["GET", "POST"])
def rotate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new secret, shown in the answer to the POST and nowhere else."""
    one = found(request, pk)
    if request.method == "GET":
        return drawn(request, TAB, "endpoint_rotate", {"endpoint": one, "both": _both_sign(one)})
    made = service.rotate(one, by=str(request.user))
    return _page(request, made.endpoint, secret=made.secret)


@changers
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What stops and what stays is said before."""
    one = found(request, pk)
    if request.method == "GET":
        return drawn(request, TAB, "endpoint_remove", {"endpoint": one})
    service.remove(one, by=str(request.user))
    messages.success(request, _("“%(name)s” is removed. It is told nothing more.") % {"name": one.name})
    return redirect("dashboard:settings_endpoints")


@changers
@require_POST
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything that was given up and is still kept, under the same ids."""
    one = found(request, pk)
    try:
        deliveries.tell_sent(request, service.send_all_again(one))
    except DomainError as refused:
        messages.error(request, str(refused))
    return redirect(TO_ONE, one.pk)


TO_ONE = "dashboard:settings_endpoint"


def found(request: HttpRequest, pk: UUID) -> WebhookEndpoint:
    """An endpoint of this store; a removed one is nowhere."""
    return get_for_store(WebhookEndpoint.objects.select_related("store"), store_of(request), pk=pk)


def _list(request: HttpRequest, form: EndpointForm, *, status: int = 200) -> HttpResponse:
    rows = WebhookEndpoint.objects.filter(store=store_of(request)).order_by("-created_at", "pk")
    context = {"rows": [{"endpoint": row, "state": state_of(row)} for row in rows], "form": form}
    return drawn(request, TAB, "endpoints", context, status=status)


def _page(
    request: HttpRequest, one: WebhookEndpoint, form: EndpointForm | None = None, *, secret: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "endpoint": one,
        "state": state_of(one),
        "both": _both_sign(one),
        "form": form or EndpointForm(None, one),
        "secret": secret,
        **deliveries.log_of(request, one),
    }
    return drawn(request, TAB, "endpoint", context, status=status)


def _both_sign(one: WebhookEndpoint) -> bool:
    """Whether the secret before still signs beside the one that is valid now."""
    return bool(one.previous_until and one.previous_until > timezone.now())


def state_of(one: WebhookEndpoint) -> str:
    """Its state in the table `dashboard.status`."""
    if not one.is_active:
        return "off" if one.off_reason else "paused"
    if one.failures:
        return "failing"
    return "told" if one.arrived_at else "new"
