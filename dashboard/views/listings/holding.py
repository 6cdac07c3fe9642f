"""Units that only one shop hears of, for its promotion."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from dashboard.access import managing, store_of
from dashboard.forms.holding import HoldForm
from dashboard.views.listings.page import listing_of
from dashboard.views.products.add import refuse
from inventory.services import promotion_holds


@managing
@require_http_methods(["GET", "POST"])
def holding(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep units for this shop until the end of a day, or `end` it."""
    listing = listing_of(request, pk)
    if "end" in request.POST:
        promotion_holds.end(listing=listing, by=str(request.user))
        messages.success(request, _("Nothing is kept for it any more; every shop hears of all there is."))
        return redirect("dashboard:listing", pk)
    form = HoldForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        over = form.cleaned_data["until"] + timedelta(days=1)
        until = datetime.combine(over, time(), tzinfo=store_of(request).zone)
        try:
            row = promotion_holds.hold(
                listing=listing, quantity=form.cleaned_data["quantity"], until=until, by=str(request.user)
            )
        except DomainError as refused:
            refuse(form, refused)
        else:
            words = _("%(n)d are kept for %(shop)s; the other shops hear of the rest.")
            messages.success(request, words % {"n": row.quantity, "shop": listing.connection.name})
            return redirect("dashboard:listing", pk)
    context = {"form": form, "listing": listing, "kept": promotion_holds.find_open(listing)}
    return render(request, "dashboard/listings/holding.html", context, status=422 if form.errors else 200)
