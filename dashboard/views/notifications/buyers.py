"""Whether a shop writes to its buyers when an order is confirmed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import DomainError
from core.tenancy import get_for_store
from dashboard.access import needing, store_of
from marketplaces.models import Connection
from sync.news import buyers


@needing("manage_store")
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Turn it on or off for one shop."""
    try:
        pk = UUID(request.POST.get("shop", ""))
    except ValueError:
        raise Http404 from None
    shop = get_for_store(Connection.objects.select_related("marketplace"), store_of(request), pk=pk)
    on = request.POST.get("on") == "yes"
    try:
        buyers.switch(shop, on=on, by=str(request.user))
    except DomainError as refused:
        messages.error(request, str(refused))
    else:
        said = _("%s confirms its orders from now on.") if on else _("%s writes to its buyers no more.")
        messages.success(request, said % shop.name)
    return redirect("dashboard:settings_mails")
