"""The list of buyers: found by name, by their number there, by e-mail and phone for whoever sees those."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from dashboard.access import may, store_of, store_page
from dashboard.forms.customers import CustomerFilters
from dashboard.views.customers.rows import shop_of_buyer
from marketplaces.models import Connection
from orders.selectors.customers import Figures, customer_list


@store_page
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Who was first seen last comes first; the figures are of each row's own orders."""
    store, contacts = store_of(request), may(request, "see_contacts")
    shops = list(Connection.objects.filter(store=store).select_related("marketplace").order_by("name"))
    form = CustomerFilters(request.GET, shops, contacts=contacts)
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    found = customer_list(
        store, form.asked, connections=form.connections(), contacts=contacts, after=after, before=before
    )
    rows = [
        {"customer": row, "shop": shop_of_buyer(row), "figures": found.figures.get(row.pk, Figures())}
        for row in found.page.rows
    ]
    context = {"form": form, "q": form.asked, "page": found.page, "rows": rows, "shops": shops, "wider": _wider(form)}
    return render(request, "dashboard/customers/list.html", context)


def _wider(form: CustomerFilters) -> str:
    """Where to look on for what this list does not have: at all marketplaces, then among the orders."""
    if form.shop_word:
        return f"?{urlencode({'q': form.asked})}"
    return f"{reverse('dashboard:orders')}?{urlencode({'view': 'all', 'q': form.asked})}"
