"""Taking a listing out of its shop: first a question, then at once."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from core.models import User
from core.tenancy import get_for_store
from dashboard.access import managing, store_of
from inventory.models import MarketplaceProduct
from inventory.services.offers import why_not_withdrawn
from sync import publishing


@managing
@require_http_methods(["GET", "POST"])
def take_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask whether a listing is to be taken out of its shop; a POST does it."""
    rows = MarketplaceProduct.objects.select_related("connection__marketplace", "connection__store", "variant__product")
    listing = get_for_store(rows.defer("raw"), store_of(request), pk=pk)
    why = why_not_withdrawn(listing)
    if request.method == "POST":
        try:
            user = request.user if isinstance(request.user, User) else None
            offer = publishing.take_out(listing=listing, by=str(request.user), user=user)
        except DomainError as refused:
            messages.error(request, str(refused))
            return redirect("dashboard:listing", pk)
        shop = {"shop": listing.connection.name}
        messages.success(request, _("It is taken out of %(shop)s now.") % shop)
        return redirect(f"{reverse('dashboard:product', args=[offer.variant.product_id])}#of-h")
    return render(request, "dashboard/listings/take_out.html", {"listing": listing, "why": why})
