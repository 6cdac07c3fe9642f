"""Whether keys are bought at a supplier: money leaves only where a person said so."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import DomainError
from dashboard.access import managing, store_of
from fulfillment.services.keys import purchases
from marketplaces.models import Connection


@managing
@require_POST
def switch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Buy there from now on, or no more."""
    shop = get_object_or_404(Connection.objects.select_related("marketplace"), pk=pk, store=store_of(request))
    on = request.POST.get("on") == "yes"
    try:
        purchases.switch(shop, on=on, by=str(request.user))
    except DomainError as refused:
        messages.error(request, str(refused))
    else:
        words = _("Keys are bought at %s now.") if on else _("No more keys are bought at %s.")
        messages.success(request, words % shop.name)
    return redirect("dashboard:connection", pk)
