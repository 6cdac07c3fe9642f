"""The list of buyers: found by name, by their number there, by e-mail and phone for whoever sees those."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dashboard.access import may, store_of, store_page
from dashboard.views.customers.rows import shop_of_buyer
from orders.selectors.customers import Figures, customer_list


@store_page
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Who was first seen last comes first; the figures are of each row's own orders."""
    q = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    found = customer_list(store_of(request), q, contacts=may(request, "see_contacts"), after=after, before=before)
    rows = [
        {"customer": row, "shop": shop_of_buyer(row), "figures": found.figures.get(row.pk, Figures())}
        for row in found.page.rows
    ]
    context = {"q": q, "page": found.page, "rows": rows}
    return render(request, "dashboard/customers/list.html", context)
