"""One act on many orders: what it needs to know is asked, a whole view is asked about once more, then it is done."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.errors import DomainError
from core.models import User
from core.tenancy import get_for_store
from dashboard.access import store_of, store_page
from dashboard.views.orders.chosen import Chosen
from dashboard.views.orders.outcome import VERBS, progress, sentence, tell
from dashboard.views.orders.remembered import forget_ticks
from orders.models import BulkAct, Order
from sync.asking import ask_on_orders
from sync.bulk import MOST

#: What an act asks for: the name of its field.
ASKS = {"tag": "tag", "untag": "tag", "hold": "reason"}
#: What the list does at once, without a further question.
AT_ONCE = {"hold", "release", "retry"}
SHOWN = 12


def act(request: HttpRequest, kind: str, meant: Chosen) -> HttpResponse:
    """Ask first where something must be known or where a whole view is meant; then do it and say what became of it."""
    if kind not in VERBS or kind == "ship":
        messages.warning(request, _("There is nothing of that kind to do."))
        return redirect(back_to(request))
    ids = meant.found(MOST)
    if not ids:
        messages.warning(request, _("None of these orders is in this view any more."))
        return redirect(back_to(request))
    if request.POST.get("confirmed") != "1" and (meant.asked is not None or kind not in AT_ONCE):
        return _ask(request, kind, meant, len(ids))
    if meant.asked is not None and request.POST.get("expected") != str(len(ids)):
        return _ask(request, kind, meant, len(ids), _("Meanwhile the view holds another number of orders. Look again."))
    options = {"tag": request.POST.get("tag", "")[:200]} if ASKS.get(kind) == "tag" else {}
    if kind == "hold":
        options = {"reason": request.POST.get("reason", "").strip()[:200] or _("Held from the list")}
    try:
        done = ask_on_orders(
            store=meant.store, by=request.user if isinstance(request.user, User) else None, kind=kind, order_ids=ids,
            request_key=request.POST.get("key", ""), options=options,
        )  # fmt: skip
    except DomainError as refused:
        return _ask(request, kind, meant, len(ids), str(refused))
    return answer(request, done, back_to(request))


def answer(request: HttpRequest, done: BulkAct, back: str) -> HttpResponse:
    """Back to the list with the refused ones ticked, or to the page that follows it on."""
    if done.status != BulkAct.Status.COMPLETED:
        return redirect(f"{reverse('dashboard:orders_bulk', args=[done.pk])}?{urlencode({'back': back})}")
    tell(request, done)
    forget_ticks(request)
    return redirect(with_ticks(back, done))


def _ask(request: HttpRequest, kind: str, meant: Chosen, count: int, error: str = "") -> HttpResponse:
    first = list(meant.rows.values_list("number", flat=True)[:SHOWN])
    context: dict[str, Any] = {
        "kind": kind,
        "title": str(VERBS[kind].button % {"n": count}),
        "count": count,
        "too_many": count > MOST,
        "most": MOST,
        "first": first,
        "others": count - len(first),
        "asks": ASKS.get(kind, ""),
        "value": request.POST.get(ASKS.get(kind, ""), ""),
        "error": error,
        "asked": meant.asked,
        "ids": meant.ids,
        "key": uuid4().hex,
        "back": back_to(request),
    }
    return render(request, "dashboard/orders/bulk.html", context, status=422 if error else 200)


@store_page
@require_GET
def following(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far an act is, live until it ends; afterwards what became of it, and who refused."""
    done = get_for_store(BulkAct, store_of(request), pk=pk)
    back = inside(request.GET.get("back", ""))
    context = {
        "act": done,
        "title": VERBS[done.kind].running,
        "running": done.status != BulkAct.Status.COMPLETED,
        "progress": progress(done),
        "sentence": sentence(done) if done.status == BulkAct.Status.COMPLETED else "",
        "there": set(Order.objects.filter(store=done.store_id, pk__in=_refused(done)).values_list("pk", flat=True)),
        "refused": [{**row, "pk": UUID(row["order"])} for row in done.refused[:200]],
        "back": with_ticks(back, done),
        "query": urlencode({"back": back}),
    }
    if request.headers.get("HX-Request"):
        return render(request, "dashboard/orders/_bulk_progress.html", context)
    return render(request, "dashboard/orders/bulk_progress.html", context)


def _refused(done: BulkAct) -> list[str]:
    return [row["order"] for row in done.refused[:200]]


def back_to(request: HttpRequest) -> str:
    """The list that the form stood on."""
    return inside(request.POST.get("next", ""))


def inside(where: str) -> str:
    """The order list in one of its shapes; never an address outside it."""
    return where if where.startswith("/orders/?") or where == "/orders/" else reverse("dashboard:orders")


def with_ticks(back: str, done: BulkAct) -> str:
    """The list once more, those that refused still ticked."""
    path, _mark, query = back.partition("?")
    kept = [(name, value) for name, value in parse_qsl(query) if name != "ticked"]
    kept += [("ticked", str(done.pk))] if done.refused else []
    return f"{path}?{urlencode(kept)}" if kept else path
