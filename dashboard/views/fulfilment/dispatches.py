"""Dispatches: what a marketplace has put together, asked for by a press, confirmed, and its act printed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.errors import DomainError
from core.tenancy import get_for_store
from dashboard.access import membership_of, store_of, store_page, writing
from dashboard.context import region_of
from dashboard.views.fulfilment.tabs import shared
from dashboard.views.orders.chosen import find_uuid
from marketplaces.framework.errors import ConnectorError
from marketplaces.models import Connection
from sync.dispatches import act_of, confirm, dispatches_of, shops_with_dispatches

Trouble = dict[str, str]
LONGEST = 40


@store_page
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The shops; of the one that is named, its dispatches, read now."""
    named = find_uuid(request.GET.get("shop", ""))
    return _page(request, _shop(request, named) if named else None)


@writing
@require_POST
def confirming(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that it will be handed over. Pressed twice, it is said once."""
    shop = _shop(request, pk)
    try:
        news = confirm(shop, _number(request), by=request.user)
    except (DomainError, ConnectorError) as error:
        return _page(request, shop, trouble=_trouble(shop, error))
    messages.success(request, _("The dispatch is confirmed.") if news else _("It was confirmed before."))
    return redirect(f"{reverse('dashboard:fulfilment_dispatches')}?shop={shop.pk}")


@writing
@require_POST
def act(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What both sides sign, to print."""
    shop, number = _shop(request, pk), _number(request)
    try:
        content = act_of(shop, number)
    except (DomainError, ConnectorError) as error:
        return _page(request, shop, trouble=_trouble(shop, error))
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="dispatch-{number}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _page(request: HttpRequest, shop: Connection | None, *, trouble: Trouble | None = None) -> HttpResponse:
    store, rows = store_of(request), []
    if shop is not None:
        try:
            rows = dispatches_of(shop)
        except (DomainError, ConnectorError) as error:
            trouble = trouble or _trouble(shop, error)
    context: dict[str, Any] = {
        **shared(store, "fulfilment_dispatches", timezone.now(), region_of(membership_of(request))),
        "shops": shops_with_dispatches(store),
        "shop": shop,
        "rows": rows,
        "trouble": trouble,
    }
    return render(request, "dashboard/fulfilment/dispatches.html", context, status=422 if trouble else 200)


def _trouble(shop: Connection, error: DomainError | ConnectorError) -> Trouble:
    if isinstance(error, DomainError):
        return {"title": _("This cannot be done"), "said": str(error), "fix": ""}
    return {"title": _("%s did not do it") % shop.name, "said": error.said or error.detail, "fix": error.fix}


def _number(request: HttpRequest) -> str:
    """Theirs; what cannot be one names nothing."""
    text = request.POST.get("dispatch", "")
    return text if text.isascii() and text.isalnum() and len(text) <= LONGEST else "0"


def _shop(request: HttpRequest, pk: UUID) -> Connection:
    return get_for_store(Connection.objects.select_related("marketplace", "store"), store_of(request), pk=pk)
