"""Views of the list that members keep, and the columns they look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.models import Store, User
from core.tenancy import get_for_store
from dashboard.access import membership_of, sees_money, store_of, store_page
from dashboard.forms.keeping import ViewForm
from dashboard.views.orders.asked import Asked, asked_by, asked_for
from dashboard.views.orders.bulk import inside
from marketplaces.models import Connection
from orders.models import SavedView
from orders.selectors.order_list import filtered
from orders.selectors.views import at_most
from orders.services import views_kept

#: Counted up to here; more is not a number anybody works off.
COUNTED = 500


def kept_tabs(
    store: Store, user: User, asked: Asked, shops: Sequence[Connection], now: datetime
) -> list[dict[str, Any]]:
    """As tabs beside the views of the house. One that spans all orders has no count: it would cost a walk."""
    found = []
    for kept in views_kept.kept_views(store=store, user=user):
        means = asked_by(QueryDict(kept.query), shops)
        count = None
        if means.view != "all" and not means.filters.term:
            count = at_most(filtered(store, means.view, means.filters, now), COUNTED)
        found.append({
            "url": f"?{means.query}", "word": kept.name, "current": means.query == asked.query, "tone": "",
            "count": count if count is None or count <= COUNTED else None, "pk": kept.pk,
            "mine": kept.owner_id == user.pk,
        })  # fmt: skip
    return found


@store_page
@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Give what the list shows a name. Everybody may: it changes nothing but their own tabs."""
    store, user = store_of(request), request.user
    assert isinstance(user, User)
    posted = request.method == "POST"
    shops = list(Connection.objects.filter(store=store).select_related("marketplace"))
    asked = asked_by(QueryDict(request.POST.get("query", "")), shops) if posted else asked_for(request, shops)
    form = ViewForm(request.POST if posted else None)
    if posted and form.is_valid():
        given = form.cleaned_data
        try:
            made = views_kept.keep_view(
                store=store, user=user, name=given["name"], query=asked.query, shared=_may_share(request, given)
            )
        except DomainError as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, _("“%(name)s” is kept as a view.") % {"name": made.name})
            return redirect(asked.url)
    return _page(request, form, asked, None)


@store_page
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another name, shared or not."""
    store, user = store_of(request), request.user
    assert isinstance(user, User)
    kept = get_for_store(views_kept.kept_views(store=store, user=user), store, pk=pk)
    shops = list(Connection.objects.filter(store=store).select_related("marketplace"))
    asked = asked_by(QueryDict(kept.query), shops)
    posted = request.method == "POST"
    form = ViewForm(request.POST if posted else None, initial={"name": kept.name, "shared": kept.is_shared})
    if posted and form.is_valid():
        given = form.cleaned_data
        try:
            views_kept.change_view(kept, user=user, name=given["name"], shared=_may_share(request, given))
        except DomainError as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, _("The view is called “%(name)s”.") % {"name": kept.name})
            return redirect(asked.url)
    return _page(request, form, asked, kept)


@store_page
@require_POST
def forget(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Its orders stay where they are; only the name goes."""
    store, user = store_of(request), request.user
    assert isinstance(user, User)
    kept = get_for_store(views_kept.kept_views(store=store, user=user), store, pk=pk)
    try:
        views_kept.forget_view(kept, user=user)
    except DomainError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The view “%(name)s” is deleted; its orders are untouched.") % {"name": kept.name})
    return redirect("dashboard:orders")


@store_page
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest) -> HttpResponse:
    """Which columns this member looks at; number, status and deadline always show."""
    store, user = store_of(request), request.user
    assert isinstance(user, User)
    back = inside(request.POST.get("next", "") or request.GET.get("next", ""))
    if request.method == "POST":
        views_kept.show_columns(store=store, user=user, shown=request.POST.getlist("column"))
        messages.success(request, _("The list shows the columns you chose."))
        return redirect(back)
    hidden = views_kept.hidden_columns(store=store, user=user)
    words = {"buyer": _("Buyer"), "items": _("Items")}
    words |= {"total": _("Total")} if sees_money(membership_of(request)) else {}
    choices = [{"name": name, "word": word, "shown": name not in hidden} for name, word in words.items()]
    return render(request, "dashboard/orders/columns.html", {"choices": choices, "back": back})


def _may_share(request: HttpRequest, given: dict[str, Any]) -> bool:
    """What the read-only member keeps is for themselves."""
    membership = membership_of(request)
    return bool(given["shared"]) and membership is not None and membership.can_write


def _page(request: HttpRequest, form: ViewForm, asked: Asked, kept: SavedView | None) -> HttpResponse:
    context = {
        "form": form, "asked": asked, "kept": kept, "back": asked.url,
        "words": [asked.word, *asked.form.words().values()],
        "mine": kept is None or kept.owner_id == request.user.pk,
    }  # fmt: skip
    return render(request, "dashboard/orders/keep.html", context, status=422 if form.errors else 200)
