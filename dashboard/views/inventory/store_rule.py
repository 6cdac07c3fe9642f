"""The store's stock rule, and whose word counts at each shop."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dashboard.access import managing, store_of, store_page
from dashboard.forms.stock_rule import StoreRuleForm
from dashboard.views.products.edit import apply
from inventory.selectors.stock_rules import shop_rules
from inventory.services.rules import set_store_rule, store_rule_of

#: Whose rule it is, in words.
LEVELS = {
    "listing": lazy("this listing’s own"), "connection": lazy("the shop’s rule"), "store": lazy("the store’s rule"),
}  # fmt: skip


@store_page
@require_http_methods(["GET", "POST"])
def store_rule(request: HttpRequest) -> HttpResponseBase:
    """Read by every member; changed by who manages."""
    return _save(request) if request.method == "POST" else _drawn(request)


@managing
def _save(request: HttpRequest) -> HttpResponse:
    store, form = store_of(request), StoreRuleForm(request.POST)
    told: list[int] = []

    def write(expected: dict | None) -> None:
        wanted = {name: form.cleaned_data[name] for name in ("buffer", "threshold")}
        told.append(set_store_rule(store, by=str(request.user), expected=expected, **wanted))

    if not form.is_valid() or not apply(form, store_rule_of(store), write):
        return _drawn(request, form)
    words = ngettext(
        "The rule is saved; %(n)d listing is told again.", "The rule is saved; %(n)d listings are told again.", told[0]
    )
    messages.success(request, words % {"n": told[0]})
    return redirect("dashboard:store_stock_rule")


def _drawn(request: HttpRequest, form: StoreRuleForm | None = None) -> HttpResponse:
    store = store_of(request)
    rows = [
        {"each": each, "buffer_word": LEVELS[each.spoken.buffer_of], "threshold_word": LEVELS[each.spoken.threshold_of]}
        for each in shop_rules(store)
    ]
    rule = store_rule_of(store)
    context = {"form": form or StoreRuleForm.drawn(rule), "rule": rule, "rows": rows, "lede": _lede(rule.buffer)}
    return render(request, "dashboard/inventory/store_rule.html", context, status=422 if form else 200)


def _lede(buffer: int) -> str:
    if not buffer:
        return _("Nothing is kept back unless a shop or a listing says so. The nearest rule counts.")
    words = ngettext(
        "%(n)d unit is kept back where neither the shop nor the listing says otherwise.",
        "%(n)d units are kept back where neither the shop nor the listing says otherwise.", buffer,
    )  # fmt: skip
    return words % {"n": buffer}
