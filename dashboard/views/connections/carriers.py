"""What a shop is told for each carrier: seen by everybody, changed by whoever manages."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from dashboard.access import require, store_page
from dashboard.views.connections.page import shop_of
from fulfillment.selectors.carriers import carriers_of
from fulfillment.services.carriers import map_carriers

NEW = 3


@store_page
@require_http_methods(["GET", "POST"])
def carriers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A field for each carrier of its parcels, and some for others."""
    shop = shop_of(request, pk)
    error = ""
    if request.method == "POST":
        require(request, "manage")
        pairs = zip(request.POST.getlist("name"), request.POST.getlist("told"), strict=False)
        try:
            changed = map_carriers(shop, {name: told for name, told in pairs if name.strip()}, by=str(request.user))
        except DomainError as refused:
            error = str(refused)
        else:
            words = ngettext("%(n)d carrier has another word now.", "%(n)d carriers have another word now.", changed)
            messages.success(request, words % {"n": changed} if changed else _("Nothing was different."))
            return redirect("dashboard:connection_carriers", pk)
    context = {"shop": shop, "rows": carriers_of(shop), "new": range(1, NEW + 1), "error": error}
    return render(request, "dashboard/connections/carriers.html", context, status=422 if error else 200)
