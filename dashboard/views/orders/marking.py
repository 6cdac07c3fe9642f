"""Marking codes of an order's units, scanned or typed: each is kept at once, before anything is told there."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from core.models import User
from dashboard.access import store_of, writing
from dashboard.forms.marks import MarksForm
from dashboard.views.orders.rows import Shop
from fulfillment.selectors.order_page import OrderPage, order_page
from fulfillment.services.marks import keep_marks


@writing
@require_http_methods(["GET", "POST"])
def marks(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A scanner ends each code with Enter: what it read is kept, and the page comes back for the next one."""
    found = order_page(store_of(request), pk)
    if not found.to_mark:
        messages.info(request, _("No unit of this order needs a marking code."))
        return redirect("dashboard:order", pk)
    form = MarksForm(request.POST if request.method == "POST" else None, found=found, prefix="mark")
    if request.method == "POST" and form.is_valid() and _kept(request, found, form):
        after = order_page(store_of(request), pk)
        return redirect("dashboard:order_marks" if after.lacks_marks else "dashboard:order", pk)
    order = found.order
    name = order.connection.marketplace.name if order.connection else order.channel.title()
    context = {"found": found, "order": order, "form": form, "shop": Shop(order.channel, name)}
    return render(request, "dashboard/orders/marks.html", context, status=422 if form.errors else 200)


def _kept(request: HttpRequest, found: OrderPage, form: MarksForm) -> bool:
    try:
        changed = keep_marks(
            order=found.order, given=form.given(), actor=request.user if isinstance(request.user, User) else None
        )
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    words = ngettext("%(n)d marking code is kept.", "%(n)d marking codes are kept.", changed)
    messages.success(request, words % {"n": changed}) if changed else None
    return True
