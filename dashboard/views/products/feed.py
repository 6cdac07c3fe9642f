"""Bringing products in from a file: first what it would do, then as a run with its progress."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from core.models import Store, User
from dashboard.access import managing, store_of
from dashboard.forms.products import UploadForm
from inventory.services.feed.foresight import foresee
from inventory.services.feed.table import LARGEST_FILE
from marketplaces.models import Connection
from sync.asking import ask_import
from sync.uploads import keep


@managing
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """A file is read, kept and foreseen; the ticket that comes of it starts the run."""
    store = store_of(request)
    if request.method == "POST" and "ticket" in request.POST:
        return _begun(request, store)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > LARGEST_FILE:
                raise DomainError("This file is larger than 100 MB. Split it.")
            data = file.read()
            context |= {"seen": foresee(store=store, data=data), "name": file.name}
            context["ticket"] = keep(store=store, name=file.name, data=data)
        except DomainError as refused:
            form.add_error("file", str(refused))
    return _drawn(request, store, context)


def _begun(request: HttpRequest, store: Store) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    try:
        run = ask_import(store=store, ticket=request.POST.get("ticket", ""), by=user)
    except DomainError as refused:
        form = UploadForm(request.POST, request.FILES)
        form.errors.clear()
        form.add_error(None, str(refused))
        return _drawn(request, store, {"form": form})
    return redirect("dashboard:sync_run", run.pk)


def _drawn(request: HttpRequest, store: Store, context: dict[str, object]) -> HttpResponse:
    shops = Connection.objects.filter(store=store, status=Connection.Status.ACTIVE, products_in=True)
    context["shops"] = list(shops.select_related("marketplace").order_by("name"))
    form = context["form"]
    assert isinstance(form, UploadForm)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "dashboard/products/import.html", context, status=status)
