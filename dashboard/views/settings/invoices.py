"""Who sells, as it stands on invoices, and how these are numbered."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from dashboard.access import may, require, store_of, store_page
from dashboard.forms.invoices import SellerForm
from dashboard.views.settings.changed import told
from dashboard.views.settings.tabs import drawn
from orders.services.seller import change_seller, seller_of


@store_page
@require_http_methods(["GET", "POST"])
def invoices(request: HttpRequest) -> HttpResponse:
    """Everybody sees it; what is issued stays as it was."""
    store = store_of(request)
    if request.method == "POST":
        require(request, "manage_store")
    form = SellerForm(
        request.POST if request.method == "POST" else None, seller_of(store), editable=may(request, "manage_store")
    )
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_seller(store, form.cleaned_data, by=str(request.user))
        except DomainError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, told(form, changed) or _("Nothing was different."))
            return redirect("dashboard:settings_invoices")
    return drawn(request, "settings_invoices", "invoices", {"form": form}, status=422 if form.errors else 200)
