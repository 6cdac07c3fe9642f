"""What buyers ask for: to cancel, or to send back. Our answers and the refund."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.errors import DomainError
from core.tenancy import get_for_store
from dashboard.access import managing, membership_of, store_of, store_page
from dashboard.context import region_of
from dashboard.forms.returned import FoundForm
from fulfillment.selectors.order_page import OrderPage
from marketplaces.models import OutboundChange
from marketplaces.services.abilities import able
from orders.models import Order, OrderRefund, OrderReturn, OrderReturnLine
from orders.services import answers
from orders.services.refund import can_refund, refund
from orders.services.returns import shelf

REFUND_LOOKS: Mapping[str, tuple[str, str]] = {
    OrderRefund.Status.ASKED: ("blue", "clock"),
    OrderRefund.Status.TAKEN: ("blue", "receipt-refund"),
    OrderRefund.Status.GIVEN: ("green", "circle-check"),
    OrderRefund.Status.REFUSED: ("red", "circle-x"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """A returned line, with the form that says what each unit is while that can be decided."""

    line: OrderReturnLine
    form: FoundForm | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCard:
    """A return as the order's page draws it."""

    row: OrderReturn
    change: OutboundChange | None
    can_refund: bool
    lines: tuple[Goods, ...]

    @property
    def waits(self) -> bool:
        """A refund is on its way to the marketplace."""
        return self.change is not None and self.change.state not in ("synced", "refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A buyer who wants to cancel, and how far our answer has come."""

    change: OutboundChange | None
    able: bool

    @property
    def accepted(self) -> bool:
        words = (self.change.progress or self.change.last_sent) if self.change else {}
        return bool(words.get("accept"))

    @property
    def waits(self) -> bool:
        """It was answered; the marketplace has not said yet what became of it."""
        return self.change is not None and self.change.state != "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundCard:
    """Money given back without a return, as the order's page draws it."""

    refund: OrderRefund
    tone: str
    icon: str
    change: OutboundChange | None


def buyers_words(found: OrderPage, wrong: FoundForm | None = None) -> dict[str, Any]:
    """What the page says about returns, refunds and the wish to cancel; `wrong`: a form to be drawn with its errors."""
    return {
        "returns": [_card(found, row, wrong) for row in found.returns], "wish": _wish(found),
        "given_back": [_refund_card(found, row) for row in found.refunds],
    }  # fmt: skip


def _refund_card(found: OrderPage, row: OrderRefund) -> RefundCard:
    tone, icon = REFUND_LOOKS[row.status]
    change = next((each for each in found.answers if each.subject_id == row.pk), None)
    return RefundCard(refund=row, tone=tone, icon=icon, change=change)


def _card(found: OrderPage, row: OrderReturn, wrong: FoundForm | None) -> ReturnCard:
    change = next((each for each in found.answers if each.subject_id == row.pk), None)
    on_its_way = row.came_back or row.status not in shelf.NOT_BACK
    can_decide = on_its_way and found.order.scheme == Order.Scheme.SELLER
    lines = (_goods(line, wrong) if can_decide else Goods(line=line, form=None) for line in row.lines.all())
    return ReturnCard(row=row, change=change, can_refund=can_refund(row), lines=tuple(lines))


def _goods(line: OrderReturnLine, wrong: FoundForm | None) -> Goods:
    if line.decision:
        return Goods(line=line, form=None)
    return Goods(line=line, form=wrong if wrong and wrong.line.pk == line.pk else FoundForm(line=line))


def _wish(found: OrderPage) -> Wish | None:
    if not found.order.cancel_requested:
        return None
    postings = {remote.pk for remote in found.remotes}
    answered = (each for each in found.answers if each.kind == OutboundChange.Kind.ANSWER)
    change = next((each for each in answered if each.subject_id in postings), None)
    return Wish(change=change, able=able(found.order.connection, answers.ABILITY))


def done(request: HttpRequest, order: Order, act: Callable[[], object], said: str) -> HttpResponse:
    """Do it and say so, or say why not; either way back to the order."""
    try:
        act()
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("dashboard:order", order.pk)


def not_chosen(request: HttpRequest, order: Order) -> HttpResponse:
    messages.warning(request, _("Nothing was chosen. Press one of the buttons."))
    return redirect("dashboard:order", order.pk)


@managing
@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Accept or refuse a buyer's wish to cancel."""
    order = get_for_store(Order, store_of(request), pk=pk)
    if request.POST.get("do") not in ("accept", "refuse"):
        return not_chosen(request, order)
    accept = request.POST["do"] == "accept"
    said = _("The buyer may cancel. The marketplace is told, and the order follows.")
    if not accept:
        said = _("The buyer may not cancel. The marketplace is told, and the order goes on.")
    by = str(request.user)

    def act() -> object:
        return answers.answer_cancellation(order=order, accept=accept, actor=request.user, actor_label=by)

    return done(request, order, act, said)


@managing
@require_POST
def give_refund(request: HttpRequest, pk: UUID, came_back: UUID) -> HttpResponse:
    """Have the marketplace refund a return."""
    order = get_for_store(Order, store_of(request), pk=pk)
    row = get_for_store(OrderReturn, store_of(request), pk=came_back, order=order)

    def act() -> object:
        return refund(order=order, order_return=row, actor=request.user, actor_label=str(request.user))

    return done(request, order, act, _("The marketplace is asked for the refund. The order follows."))


@store_page
@require_GET
def sheet(request: HttpRequest, pk: UUID, came_back: UUID) -> HttpResponse:
    """The sheet for whoever opens the parcel: what should be in it, and boxes to tick."""
    from dashboard.sheets.paper import Paper  # reportlab is read with the first sheet
    from dashboard.sheets.returned import draw_return

    store = store_of(request)
    order = get_for_store(Order, store, pk=pk)
    rows = OrderReturn.objects.select_related("order", "connection__marketplace").prefetch_related("lines__order_item")
    row = get_for_store(rows, store, pk=came_back, order=order)
    paper = Paper(_("Return of %s") % order.number, store.name)
    draw_return(paper, row, store=store, region=region_of(membership_of(request)), now=timezone.now())
    answer = HttpResponse(paper.finished(), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="return-{order.number}.pdf"'
    return answer
