"""Prices that are held back, and the rules that make and guard prices."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError
from core.keyset import Key, Keyset
from core.tenancy import get_for_store
from dashboard.access import managing, may, needing, store_of
from dashboard.forms.price_rules import PriceRuleForm
from inventory.models import PriceHold, PriceRule
from inventory.services.price_holds import allow
from inventory.services.price_rules import remove_price_rule, set_price_rule, shops_told
from marketplaces.models import Connection

SIZE = 25
OLDEST = Keyset((Key("created_at", datetime.fromisoformat), Key("id", UUID)))


@needing("see_money")
@require_safe
def held_prices(request: HttpRequest) -> HttpResponse:
    """One page of what is held, the longest first."""
    store = store_of(request)
    shops = list(Connection.objects.filter(store=store).exclude(status="disconnected").order_by("name"))
    shop = next((row for row in shops if str(row.pk) == request.GET.get("connection")), None)
    rows = PriceHold.objects.filter(store=store, is_open=True)
    waiting = rows.count()
    rows = rows.filter(connection=shop) if shop else rows
    places = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = OLDEST.page(rows.select_related("listing__variant", "connection__marketplace"), size=SIZE, **places)
    context: dict[str, Any] = {
        "page": page, "rows": page.rows, "shops": shops, "shop": shop, "waiting": waiting,
        "decides": may(request, "manage"),
        "acts": [{"value": "allow", "word": _("Tell them all the same"), "icon": "send", "primary": True}],
    }  # fmt: skip
    return render(request, "dashboard/listings/held_prices.html", context)


@needing("manage")
@require_POST
def held_prices_act(request: HttpRequest) -> HttpResponse:
    """Let the ticked prices go as they were shown; one that has moved since stays held."""
    store, seen = store_of(request), dict(filter(None, map(_pair, request.POST.getlist("hold")[:500])))
    if not seen:
        messages.error(request, _("Tick the prices first."))
        return redirect("dashboard:held_prices")
    rows = PriceHold.objects.filter(store=store, pk__in=list(seen), is_open=True).values_list("pk", "listing", "wanted")
    same = [listing for pk, listing, wanted in rows if str(wanted) == seen[pk]]
    done = allow(store=store, listing_ids=same, by=str(request.user))
    if done:
        messages.success(request, ngettext("%(n)d price goes out now.", "%(n)d prices go out now.", done) % {"n": done})
    if done < len(seen):
        words = ngettext(
            "%(n)d has moved meanwhile. Look at it again.", "%(n)d have moved meanwhile. Look at them again.",
            len(seen) - done,
        )  # fmt: skip
        messages.warning(request, words % {"n": len(seen) - done})
    return redirect("dashboard:held_prices")


def _pair(text: str) -> tuple[UUID, str] | None:
    hold, _bar, wanted = text.partition("|")
    try:
        return UUID(hold), wanted
    except ValueError:
        return None


@needing("see_money")
@require_safe
def price_rules(request: HttpRequest) -> HttpResponse:
    """The rules of the store, the widest first, and the form that sets one."""
    return _rules(request, PriceRuleForm(None, store_of(request)), 200)


@managing
@require_POST
def price_rule_set(request: HttpRequest) -> HttpResponse:
    """Make a rule, or change the one of the same scope."""
    store = store_of(request)
    form = PriceRuleForm(request.POST, store)
    if form.is_valid():
        try:
            rule, told = set_price_rule(store=store, by=str(request.user), **form.wanted())
        except DomainError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, _saved(rule, told))
            return redirect("dashboard:price_rules")
    return _rules(request, form, 422)


def _saved(rule: PriceRule, told: int) -> str:
    """How many listings it moves, or why it moves none."""
    if told:
        words = ngettext(
            "The rule is saved. %(n)d listing hears its price again.",
            "The rule is saved. %(n)d listings hear their price again.", told,
        )  # fmt: skip
        return words % {"n": told}
    if shops_told(rule).exists():
        return _("The rule is saved. No listing has to hear its price again because of it.")
    if rule.connection is not None:
        words = _("The rule is saved. %(shop)s is not told prices: switch on “Send prices” on its page.")
        return words % {"shop": rule.connection.name}
    return _("The rule is saved. No shop is told prices: switch on “Send prices” on the page of one.")


@managing
@require_POST
def price_rule_remove(request: HttpRequest) -> HttpResponse:
    """It counts no more."""
    if not request.POST.get("rule"):
        messages.warning(request, _("No rule was named. Press “Remove” beside it."))
        return redirect("dashboard:price_rules")
    rule = get_for_store(PriceRule, store_of(request), pk=request.POST["rule"])
    remove_price_rule(rule=rule, by=str(request.user))
    messages.success(request, _("The rule is removed. Prices follow what is left."))
    return redirect("dashboard:price_rules")


def _rules(request: HttpRequest, form: PriceRuleForm, status: int) -> HttpResponse:
    rows = PriceRule.objects.filter(store=store_of(request)).select_related("connection", "supplier")
    rules = sorted(rows, key=lambda each: (each.connection_id is not None, each.supplier_id is not None))
    context = {"rules": rules, "form": form, "manages": may(request, "manage")}
    return render(request, "dashboard/listings/price_rules.html", context, status=status)
