"""Giving money back without a return: what is left is said before, the reason is the marketplace's own."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from dashboard.access import managing, membership_of, store_of
from dashboard.context import region_of
from dashboard.formats.money import money
from dashboard.forms.give_back import GiveBackForm
from dashboard.views.orders.page import context_of
from fulfillment.selectors.order_page import OrderPage, order_page
from orders.models import OrderRefund
from orders.services.money_back import give_back
from sync.refund_reasons import refund_reasons_for


@managing
@require_http_methods(["GET", "POST"])
def giving_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask, then leave word for the marketplace."""
    found = order_page(store_of(request), pk)
    if not found.can_give_back:
        words = {"number": found.order.number}
        messages.warning(request, _("No money of %(number)s can be given back from here now.") % words)
        return redirect("dashboard:order", pk)
    reasons = refund_reasons_for(found.order)
    data = request.POST if request.method == "POST" else None
    form = GiveBackForm(data, found=found, reasons=reasons.found)
    if request.method == "POST" and form.is_valid() and (refund := _given(request, found, form)):
        amount = money(refund.amount, refund.currency, region_of(membership_of(request)))
        messages.success(request, _("%(amount)s go back to the buyer. The marketplace is told.") % {"amount": amount})
        return redirect("dashboard:order", pk)
    context = context_of(request, found) | {"form": form, "error": reasons.error}
    return render(request, "dashboard/orders/give_back.html", context, status=422 if form.errors else 200)


def _given(request: HttpRequest, found: OrderPage, form: GiveBackForm) -> OrderRefund | None:
    """The refund, or nothing and a sentence on the form."""
    asked = form.cleaned_data
    try:
        return give_back(
            order=found.order, request_key=asked["request_key"], reason=asked["reason"], parts=form.parts(),
            shipping=form.shipping_asked, reason_title=form.reasons[asked["reason"]].title, message=asked["message"],
            actor=request.user, actor_label=str(request.user),
        )  # fmt: skip
    except DomainError as error:
        form.add_error("shipping" if error.field == "shipping" else None, str(error))
        return None
