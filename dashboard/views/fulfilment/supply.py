"""One supply: filled by scanning or choosing, emptied, handed over, printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from core.errors import DomainError
from core.models import User
from core.tenancy import get_for_store
from dashboard.access import store_of, store_page, writing
from dashboard.views.orders.chosen import find_uuid
from fulfillment.models import Supply
from fulfillment.selectors.supplies import MOST, inside, may_be_put_in, with_news
from fulfillment.services.supplies import hand_over, put_in, take_out
from marketplaces.framework.errors import ConnectorError
from orders.models import Order
from sync.supply_sheets import code_sheet, stickers

#: Codes that one form may hold: a scanner sends one, a person pastes a column.
MOST_CODES = 200
#: Of what was not put in, so many are named with their reason.
NAMED = 5


@store_page
@require_GET
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What lies in it, and what else could."""
    return _page(request, _supply(request, pk))


def _page(
    request: HttpRequest, supply: Supply, *, trouble: dict[str, str] | None = None, codes: Iterable[str] = (),
    why_not: Sequence[str] = (),
) -> HttpResponse:  # fmt: skip
    """`codes`: what was scanned and is not in it; it stays in the field, with the sentences that say why."""
    (row,) = with_news([supply])
    rows = inside(supply)
    is_open = supply.status == Supply.Status.OPEN
    free = list(may_be_put_in(supply)[: MOST + 1]) if is_open else []
    context = {
        "supply": supply,
        "change": row.change,
        "rows": [(each, each.marketplace_order.order, list(each.marketplace_order.order_items.all())) for each in rows],
        "inside": sum(1 for each in rows if not each.leaves),
        "put": sum(1 for each in rows if each.put_at and not each.leaves),
        "is_open": is_open,
        "free": free[:MOST],
        "pending": any(there.order.status == Order.Status.PENDING for there in free[:MOST]),
        "more": len(free) > MOST,
        "most": MOST,
        "trouble": trouble,
        "codes": " ".join(codes),
        "why_not": why_not[:NAMED],
    }
    return render(request, "dashboard/fulfilment/supply.html", context, status=422 if trouble or why_not else 200)


@writing
@require_POST
def fill(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was scanned (each code on a line of its own, or between blanks) and what was ticked."""
    supply = _supply(request, pk)
    codes = request.POST.get("code", "").replace("\x00", "").split()[:MOST_CODES]
    orders = [found for text in request.POST.getlist("order")[:MOST] if (found := find_uuid(text))]
    actor = request.user if isinstance(request.user, User) else None
    if not codes and not orders:
        messages.warning(request, _("Scan a code or tick an order, then put it in."))
        return redirect("dashboard:supply", pk)
    try:
        added = put_in(supply=supply, orders=orders, codes=codes, actor=actor, actor_label=str(request.user))
    except DomainError as refused:
        supply = _supply(request, pk)
        if codes and supply.status == Supply.Status.OPEN:
            return _page(request, supply, codes=codes, why_not=[str(refused)])
        messages.error(request, str(refused))
        return redirect("dashboard:supply", pk)
    if added.put:
        words = ngettext("%(n)d order is put in.", "%(n)d orders are put in.", len(added.put))
        messages.success(request, words % {"n": len(added.put)})
    if codes and added.refused:
        whys = [f"{what}: {why}" for what, why in added.refused.items()]
        return _page(request, _supply(request, pk), codes=added.refused, why_not=whys)
    for why in list(added.refused.values())[:NAMED]:
        messages.error(request, why)
    return redirect("dashboard:supply", pk)


@writing
@require_POST
def empty(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One order is taken out."""
    supply, order = _supply(request, pk), find_uuid(request.POST.get("order", ""))
    return _acted(request, supply, lambda: take_out(supply=supply, orders=[order] if order else []))


@writing
@require_POST
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All in it leave."""
    supply, actor = _supply(request, pk), request.user if isinstance(request.user, User) else None
    return _acted(request, supply, lambda: hand_over(supply=supply, actor=actor, actor_label=str(request.user)))


def _acted(request: HttpRequest, supply: Supply, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except DomainError as refused:
        messages.error(request, str(refused))
    return redirect("dashboard:supply", supply.pk)


@writing
@require_POST
def print_stickers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The labels of all its orders in one file. A GET prints nothing: each printing is noted."""
    supply = _supply(request, pk)
    return _printed(request, supply, "labels", lambda: stickers(supply, by=request.user))


@writing
@require_POST
def print_code(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is scanned when it arrives."""
    supply = _supply(request, pk)
    return _printed(request, supply, "code", lambda: code_sheet(supply, by=request.user))


def _printed(request: HttpRequest, supply: Supply, what: str, asked: Callable[[], bytes]) -> HttpResponse:
    try:
        content = asked()
    except DomainError as refused:
        return _page(request, supply, trouble={"title": _("There is nothing to print yet"), "said": str(refused)})
    except ConnectorError as error:
        title = _("%s gave nothing to print") % supply.connection.name
        return _page(
            request, supply, trouble={"title": title, "said": error.said or error.detail, "fix": error.fix}
        )  # fmt: skip
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{supply.remote_id or supply.pk}-{what}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _supply(request: HttpRequest, pk: UUID) -> Supply:
    rows = Supply.objects.select_related("connection__marketplace", "store", "handed_over_by")
    return get_for_store(rows, store_of(request), pk=pk)
