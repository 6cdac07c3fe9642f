"""Issuing the invoice of an order, and taking one back."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import DomainError
from core.tenancy import get_for_store
from dashboard.access import managing, store_of
from dashboard.forms.invoices import CreditForm
from dashboard.views.orders.page import drawn
from orders.models import Invoice, Order
from orders.services import invoicing


@managing
@require_POST
def issue(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same again is the same invoice."""
    order = get_for_store(Order, store_of(request), pk=pk)
    try:
        made = invoicing.issue(order=order, actor_label=str(request.user))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Invoice %s is issued. It is not changed any more.") % made.number)
    return redirect("dashboard:order", pk)


@managing
@require_POST
def credit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was refunded since, or an amount."""
    invoice = get_for_store(Invoice.objects.select_related("order"), store_of(request), pk=pk)
    form = CreditForm(request.POST, currency=invoice.currency)
    if form.is_valid():
        amount: Decimal | None = form.cleaned_data["amount"]
        try:
            made = invoicing.credit(
                invoice=invoice, amount=amount, reason=form.cleaned_data["reason"], actor_label=str(request.user)
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("Credit note %s is issued.") % made.number)
            return redirect("dashboard:order", invoice.order_id)
    return drawn(request, invoice.order_id, wrong=form)
