"""Places that product feeds are fetched from by a schedule: made, tried, fetched from, changed, paused, taken away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.tenancy import get_for_store
from dashboard.access import needing, store_of
from dashboard.forms.import_sources import ImportSourceForm
from inventory.services.feed.columns import FIELDS
from sync import column_maps, uploads
from sync.asking import ask_to_fetch
from sync.column_maps import Plan
from sync.models import ImportSource
from sync.sources import fetching, keeping
from sync.sources.found import SourceError

# An address may hold a key, so it is seen and changed by the same people as those of programs.
changers = needing("manage_connections")


@never_cache
@changers
@require_http_methods(["GET", "POST"])
def sources(request: HttpRequest) -> HttpResponse:
    """The list, and a form for another one."""
    form = ImportSourceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = keeping.make(store=store_of(request), by=str(request.user), **form.told())
            ask_to_fetch(made)
            messages.success(request, _("Its feed is fetched in a moment, and from then on by itself."))
            return redirect("dashboard:import_source", made.pk)
        except DomainError as refused:
            form.refuse(refused)
    rows = ImportSource.objects.filter(store=store_of(request)).select_related("last_run").order_by("name", "pk")
    status = 422 if form.is_bound else 200
    return render(request, "dashboard/products/sources.html", {"rows": list(rows), "form": form}, status=status)


@never_cache
@changers
@require_http_methods(["GET", "POST"])
def source(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them, with what came last, and its form."""
    row = _found(request, pk)
    form = ImportSourceForm(request.POST if request.method == "POST" else None, row)
    if request.method == "POST" and form.is_valid():
        try:
            keeping.change(row, by=str(request.user), **form.told())
            messages.success(request, _("Saved."))
            return redirect("dashboard:import_source", row.pk)
        except DomainError as refused:
            form.refuse(refused)
            row = _found(request, pk)
    status = 422 if form.is_bound else 200
    return render(request, "dashboard/products/source.html", {"source": row, "form": form}, status=status)


@changers
@require_POST
def act(request: HttpRequest, pk: UUID, act: str) -> HttpResponse:
    """Try it, fetch from it now, pause it, resume it, or take it away."""
    row, by = _found(request, pk), str(request.user)
    if act == "remove":
        keeping.remove(row, by=by)
        messages.success(request, _("“%(name)s” is removed. What it brought stays.") % {"name": row.name})
        return redirect("dashboard:import_sources")
    if act == "test":
        _try(request, row)
    elif act == "fetch":
        ask_to_fetch(row)
        messages.success(request, _("It is fetched in a moment. What is new becomes a run."))
    elif act in ("pause", "resume"):
        keeping.change(row, by=by, is_enabled=act == "resume")
    else:
        raise Http404
    return redirect("dashboard:import_source", row.pk)


def _try(request: HttpRequest, row: ImportSource) -> None:
    """A look, nothing more."""
    try:
        found = fetching.look(row)
    except SourceError as failed:
        messages.error(request, str(failed))
        return
    if found is None:
        messages.success(request, _("It answers. Nothing is new there."))
    else:
        words = {"name": found.name, "size": f"{len(found.data):,}"}
        messages.success(request, _("It answers: %(name)s, %(size)s bytes, is new.") % words)


@never_cache
@changers
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the columns of its feed are; kept for every feed of it with the same ones."""
    row, store = _found(request, pk), store_of(request)
    try:
        if request.method == "GET":
            found = fetching.look(row)
            if found is None:
                messages.warning(request, _("Nothing is new there to look at."))
                return redirect("dashboard:import_source", row.pk)
            ticket, name, data = uploads.keep(store=store, name=found.name, data=found.data), found.name, found.data
        else:
            ticket = request.POST.get("ticket", "")
            kept = uploads.find(store=store, ticket=ticket)
            name, data = kept.name, kept.data
        plan = column_maps.plan(store=store, data=data, source=str(row.pk))
    except (SourceError, DomainError) as failed:
        messages.error(request, str(failed))
        return redirect("dashboard:import_source", row.pk)
    asked = {"source": row, "plan": plan, "drawn": plan.drawn, "fields": FIELDS, "name": name, "ticket": ticket}
    return _said(request, row, plan, asked) if request.method == "POST" else _asked(request, asked)


def _said(request: HttpRequest, row: ImportSource, plan: Plan, asked: dict[str, object]) -> HttpResponse:
    said = {column.head: request.POST.get(f"column-{place}", "") for place, column in enumerate(plan.columns)}
    try:
        column_maps.save(
            store=row.store, heads=plan.heads, chosen=said, by=str(request.user), source=str(row.pk)
        )  # fmt: skip
    except DomainError as refused:
        drawn = [(column, said[column.head]) for column in plan.columns]
        return _asked(request, asked | {"drawn": drawn, "wrong": str(refused)}, status=422)
    ask_to_fetch(row)
    messages.success(request, _("Kept. The feed comes in in a moment."))
    return redirect("dashboard:import_source", row.pk)


def _asked(request: HttpRequest, asked: dict[str, object], status: int = 200) -> HttpResponse:
    return render(request, "dashboard/products/source_columns.html", asked, status=status)


def _found(request: HttpRequest, pk: UUID) -> ImportSource:
    return get_for_store(ImportSource.objects.select_related("store", "last_run"), store_of(request), pk=pk)
