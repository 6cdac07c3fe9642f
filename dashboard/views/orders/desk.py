"""Holding and releasing an order, its tags and notes, and the buyer's number shown on request."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.tenancy import get_for_store
from dashboard.access import membership_of, store_of, writing
from dashboard.forms.desk import HoldForm
from orders.models import Order
from orders.selectors.phones import check_may_show_phone
from orders.selectors.views import OPEN
from orders.services import desk, lifecycle


@writing
@require_http_methods(["GET", "POST"])
def hold(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask why, then hold."""
    order = get_for_store(Order, store_of(request), pk=pk)
    if order.status not in OPEN:
        messages.warning(request, _("%(number)s is closed: there is nothing to hold.") % {"number": order.number})
        return redirect("dashboard:order", pk)
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        lifecycle.hold(order=order, reason=form.cleaned_data["reason"], actor_label=str(request.user))
        messages.success(request, _("%(number)s is held.") % {"number": order.number})
        return redirect("dashboard:order", pk)
    status = 422 if form.errors else 200
    return render(request, "dashboard/orders/hold.html", {"order": order, "form": form}, status=status)


@writing
@require_POST
def release(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let it go on."""
    order = get_for_store(Order, store_of(request), pk=pk)
    lifecycle.unhold(order=order, actor_label=str(request.user))
    messages.success(request, _("%(number)s goes on.") % {"number": order.number})
    return redirect("dashboard:order", pk)


@writing
@require_POST
def notes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Save tags and the team's note."""
    order = get_for_store(Order, store_of(request), pk=pk)
    tags = request.POST.get("tags", "")[:300].split(",")
    desk.note(order, tags=tags, notes=request.POST.get("notes", "")[:4000], by=str(request.user))
    messages.success(request, _("Tags and notes are saved."))
    return redirect("dashboard:order", pk)


@writing
@require_POST
def phone(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the buyer's number; the showing is kept in the history."""
    order = get_for_store(Order, store_of(request), pk=pk)
    check_may_show_phone(order, membership_of(request))
    number = desk.show_phone(order, by=str(request.user))
    if request.headers.get("HX-Request"):
        return render(request, "dashboard/orders/_phone.html", {"order": order, "shown_phone": number})
    messages.info(request, _("The buyer’s number is %(number)s. That you saw it is noted.") % {"number": number})
    return redirect("dashboard:order", pk)
