"""Files of stock that are put into folders and onto servers: made, changed, put, let go, taken away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import DomainError
from core.tenancy import get_for_store
from dashboard.access import needing, require, store_of
from dashboard.forms.settings_stock_files import StockFileForm
from dashboard.views.settings.tabs import drawn
from sync.models import StockFile
from sync.stock_files import keeping, putting

TAB = "settings_stock_files"
managers = needing("see_addresses")
changers = needing("manage_connections")


@managers
@require_GET
def stock_files(request: HttpRequest) -> HttpResponse:
    """The list, and a form for another one."""
    return _list(request, StockFileForm(None, store_of(request)))


@changers
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new file; it is put within a minute."""
    if request.method == "GET":
        return redirect("dashboard:settings_stock_files")
    store = store_of(request)
    form = StockFileForm(request.POST, store)
    if form.is_valid():
        try:
            file = keeping.make(store=store, by=str(request.user), **form.wanted())
        except DomainError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("%(name)s is put within a minute.") % {"name": file.name})
            return redirect("dashboard:settings_stock_file", file.pk)
    return _list(request, form, status=422)


@managers
@require_http_methods(["GET", "POST"])
def stock_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One file: how it stands, and what may be changed of it."""
    file = _found(request, pk)
    store = store_of(request)
    if request.method == "GET":
        return _page(request, file, StockFileForm(None, store, file))
    require(request, "manage_connections")
    form = StockFileForm(request.POST, store, file)
    if form.is_valid():
        try:
            keeping.change(file, by=str(request.user), **form.wanted())
        except DomainError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved. The next file is put so."))
            return redirect("dashboard:settings_stock_file", pk)
    return _page(request, _found(request, pk), form, status=422)


@changers
@require_POST
def act(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put it now, or all the same; accept the server's new key; switch it off or on; remove it."""
    file, by, do = _found(request, pk), str(request.user), request.POST.get("do", "")
    if do in ("put", "anyway"):
        _put(request, file, anyway=do == "anyway")
    elif do == "key":
        try:
            keeping.accept_key(file, by=by)
        except DomainError as refused:
            messages.error(request, str(refused))
        else:
            _put(request, file, anyway=False)
    elif do in ("on", "off"):
        keeping.change(file, by=by, is_active=do == "on")
        messages.success(request, _("It is put again.") if do == "on" else _("It is not put any more."))
    elif do == "remove":
        keeping.remove(file, by=by)
        messages.success(request, _("Removed. The file that was put last stays where it is."))
        return redirect("dashboard:settings_stock_files")
    return redirect("dashboard:settings_stock_file", pk)


def _put(request: HttpRequest, file: StockFile, *, anyway: bool) -> None:
    outcome = putting.put_now(file.pk, anyway=anyway)
    if outcome is None:
        messages.warning(request, _("It is being put just now. Look again in a moment."))
    elif outcome.is_put:
        words = ngettext("Put with %(n)d line.", "Put with %(n)d lines.", outcome.rows)
        messages.success(request, words % {"n": outcome.rows})
    else:
        messages.error(request, outcome.why_not)


def _found(request: HttpRequest, pk: UUID) -> StockFile:
    return get_for_store(StockFile.objects.select_related("store", "connection"), store_of(request), pk=pk)


def _list(request: HttpRequest, form: StockFileForm, *, status: int = 200) -> HttpResponse:
    rows = StockFile.objects.filter(store=store_of(request)).select_related("connection").order_by("name", "pk")
    return drawn(request, TAB, "stock_files", {"rows": rows, "form": form}, status=status)


def _page(request: HttpRequest, file: StockFile, form: StockFileForm, *, status: int = 200) -> HttpResponse:
    return drawn(request, TAB, "stock_file", {"file": file, "form": form}, status=status)
