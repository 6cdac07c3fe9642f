"""Bringing products in from a file: what its columns are where that does not show, what it would do, then a run."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from core.models import Store, User
from dashboard.access import managing, store_of
from dashboard.forms.products import UploadForm
from inventory.services.feed.columns import FIELDS
from inventory.services.feed.foresight import foresee
from inventory.services.feed.table import LARGEST_FILE
from marketplaces.models import Connection
from sync import column_maps, uploads
from sync.asking import ask_import
from sync.column_maps import Plan


@managing
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """A file is read, kept and foreseen; the ticket that comes of it starts the run."""
    store = store_of(request)
    if request.method == "POST" and "ticket" in request.POST:
        return _kept(request, store, request.POST["ticket"])
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > LARGEST_FILE:
                raise DomainError("This file is larger than 100 MB. Split it.")
            context |= _looked_at(store, file.name, file.read())
        except DomainError as refused:
            form.add_error("file", str(refused))
    return _drawn(request, store, context)


def _looked_at(store: Store, name: str, data: bytes) -> dict[str, object]:
    """What it would do; or first the question what its columns are."""
    plan = column_maps.plan(store=store, data=data)
    if plan.asks:
        return _question(plan, name, uploads.keep(store=store, name=name, data=data))
    seen = foresee(store=store, data=data, columns=plan.chosen)
    ticket = uploads.keep(store=store, name=name, data=data, columns=plan.chosen)
    return {"seen": seen, "name": name, "ticket": ticket, "taken": _taken(plan)}


def _kept(request: HttpRequest, store: Store, ticket: str) -> HttpResponse:
    """What somebody does with a file that is kept: say what its columns are, say it anew, or import it."""
    try:
        if "ask" in request.POST or "map" in request.POST:
            kept = uploads.find(store=store, ticket=ticket)
            plan = column_maps.plan(store=store, data=kept.data)
            asked = {"form": UploadForm()} | _question(plan, kept.name, ticket)
            return _mapped(request, store, plan, asked) if "map" in request.POST else _drawn(request, store, asked)
        return redirect("dashboard:sync_run", ask_import(store=store, ticket=ticket, by=_user(request)).pk)
    except DomainError as refused:
        form = UploadForm(request.POST, request.FILES)
        form.errors.clear()
        form.add_error(None, str(refused))
        return _drawn(request, store, {"form": form})


def _mapped(request: HttpRequest, store: Store, plan: Plan, asked: dict[str, object]) -> HttpResponse:
    """Kept for the next file with the same heads, and what the file would do with it; a wrong one is asked again."""
    ticket, name = str(asked["ticket"]), str(asked["name"])
    said = {column.head: request.POST.get(f"column-{place}", "") for place, column in enumerate(plan.columns)}
    try:
        columns = column_maps.save(store=store, heads=plan.heads, chosen=said, by=str(request.user))
        data = uploads.find(store=store, ticket=ticket).data
        seen = foresee(store=store, data=data, columns=columns)
    except DomainError as refused:
        drawn = [(column, said[column.head]) for column in plan.columns]
        return _drawn(request, store, asked | {"drawn": drawn, "wrong": str(refused)})
    found = {
        "form": UploadForm(), "seen": seen, "name": name, "taken": _taken(Plan(plan.columns, columns, asks=False)),
        "ticket": uploads.with_columns(store=store, ticket=ticket, columns=columns),
    }  # fmt: skip
    return _drawn(request, store, found)


def _question(plan: Plan, name: str, ticket: str) -> dict[str, object]:
    return {"plan": plan, "drawn": plan.drawn, "fields": FIELDS, "name": name, "ticket": ticket}


def _taken(plan: Plan) -> list[tuple[str, object]]:
    """Each column that is read and what it is taken for."""
    return [(column.head, FIELDS[field]) for column, field in plan.drawn if field]


def _user(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _drawn(request: HttpRequest, store: Store, context: dict[str, object]) -> HttpResponse:
    shops = Connection.objects.filter(store=store, status=Connection.Status.ACTIVE, products_in=True)
    context["shops"] = list(shops.select_related("marketplace").order_by("name"))
    form = context["form"]
    assert isinstance(form, UploadForm)
    status = 422 if "wrong" in context or (form.is_bound and form.errors) else 200
    return render(request, "dashboard/products/import.html", context, status=status)
