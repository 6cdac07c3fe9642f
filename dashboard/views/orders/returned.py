"""What becomes of what came back: on the shelf again, written off, or said of each unit."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import DomainError
from core.tenancy import get_for_store
from dashboard.access import store_of, writing
from dashboard.forms.returned import FoundForm
from dashboard.views.orders.page import drawn
from dashboard.views.orders.returns import done, not_chosen
from inventory.models import Location
from orders.models import Order, OrderReturn, OrderReturnLine
from orders.services.returns import shelf


@writing
@require_POST
def decide(request: HttpRequest, pk: UUID, came_back: UUID, goods: UUID) -> HttpResponse:
    """Put a returned line back on the shelf, write it off, or say of each unit what it is."""
    by = str(request.user)
    order = get_for_store(Order, store_of(request), pk=pk)
    row = get_for_store(OrderReturn, store_of(request), pk=came_back, order=order)
    line = OrderReturnLine.objects.filter(order_return=row, pk=goods).select_related("order_item").first()
    if line is None:
        raise Http404
    do = request.POST.get("do")
    if do == "decide":
        return _unit_by_unit(request, order, line)
    if do == "put_back":
        units = _units(request.POST.get("quantity", ""))
        said = _("%(n)d back on the shelf, with a row in the ledger.") % {"n": units}
        act = partial(shelf.put_back, line=line, quantity=units, actor=request.user, actor_label=by)
        return done(request, order, act, said)
    if do == "write_off":
        said = _("It is written off. No stock has changed.")
        return done(request, order, partial(shelf.write_off, line=line, actor=request.user, actor_label=by), said)
    return not_chosen(request, order)


def _unit_by_unit(request: HttpRequest, order: Order, line: OrderReturnLine) -> HttpResponse:
    """Keep it, or the order's page with what was typed and why it was not kept."""
    form = FoundForm(request.POST, line=line)
    if form.is_valid():
        try:
            _decided(request, form)
        except DomainError as refused:
            line.refresh_from_db()
            if line.decision:  # somebody was quicker: there is no form any more
                messages.error(request, str(refused))
                return redirect("dashboard:order", order.pk)
            form.add_error(form.rows()[0].name if refused.field == "quantity" else None, str(refused))
        else:
            messages.success(request, _("Kept. What is to be sold again is on the shelf."))
            return redirect("dashboard:order", order.pk)
    return drawn(request, order.pk, wrong=form)


def _decided(request: HttpRequest, form: FoundForm) -> None:
    place = form.cleaned_data["location"]
    shelf.decide(
        line=form.line, found=form.found(), condition=form.cleaned_data["condition"].replace("\x00", ""),
        location=get_for_store(Location, store_of(request), pk=place) if place else None,
        actor=request.user, actor_label=str(request.user),
    )  # fmt: skip


def _units(text: str) -> int:
    """Zero is what the service refuses with its sentence."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0
