"""What the store is called and how its pages write."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from dashboard.access import may, membership_of, require, store_of, store_page
from dashboard.context import region_of
from dashboard.forms.settings_store import StoreForm
from dashboard.views.settings.changed import told
from dashboard.views.settings.tabs import drawn
from orders.services import store_settings


@store_page
@require_http_methods(["GET", "POST"])
def store(request: HttpRequest) -> HttpResponse:
    """Everybody sees it; whoever may not change it sees what is set."""
    row = store_of(request)
    if request.method == "POST":
        require(request, "manage_store")
    form = StoreForm(
        request.POST or None, row, reader=region_of(membership_of(request)).dates,
        fixed=store_settings.currency_is_fixed(row), editable=may(request, "manage_store"),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            changed = store_settings.change_store(row, form.wanted(), by=str(request.user))
        except DomainError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            fields = [name for name in changed if name in form.fields]
            sentence = told(form, fields)
            if "languages" in changed:
                sentence = f"{sentence} {_('The order of languages is saved.')}".strip()
            messages.success(request, sentence or _("Nothing was different."))
            return redirect("dashboard:settings_store")
    return drawn(request, "settings_store", "store", {"form": form}, status=422 if form.errors else 200)
