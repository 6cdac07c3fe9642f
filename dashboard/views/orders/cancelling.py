"""Cancelling an order: what will change is said before, the reason is the marketplace's own."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from dashboard.access import managing, store_of
from dashboard.forms.cancel import CancelForm
from dashboard.views.orders.page import context_of
from fulfillment.selectors.order_page import order_page
from orders.services.cancellation import cancel
from sync.cancel_reasons import reasons_for


@managing
@require_http_methods(["GET", "POST"])
def cancelling(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask, then cancel here and have it cancelled there."""
    found = order_page(store_of(request), pk)
    if not found.can_cancel:
        messages.warning(request, _("%(number)s cannot be cancelled any more.") % {"number": found.order.number})
        return redirect("dashboard:order", pk)
    reasons = reasons_for(found.order)
    form = CancelForm(request.POST if request.method == "POST" else None, reasons=reasons.found)
    if request.method == "POST" and form.is_valid():
        try:
            asked = form.cleaned_data
            cancel(
                order=found.order, reason_code=asked["reason"], message=asked["message"],
                actor=request.user, actor_label=str(request.user),
            )  # fmt: skip
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(number)s is cancelled.") % {"number": found.order.number})
            return redirect("dashboard:order", pk)
    context = context_of(request, found) | {"form": form, "error": reasons.error}
    return render(request, "dashboard/orders/cancel.html", context, status=422 if form.errors else 200)
