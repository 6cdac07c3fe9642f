"""Lets a new fee rule of a shop count from a day on."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core.errors import DomainError
from dashboard.access import managing
from dashboard.forms.fees import FeeRuleForm
from dashboard.views.connections.page import drawn, shop_of
from orders.models import FeeRule
from sync.asking import ask_fee_rule


@managing
@require_POST
def fees(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a new rule count."""
    shop = shop_of(request, pk)
    form = FeeRuleForm(request.POST)
    if form.is_valid():
        try:
            rule = ask_fee_rule(connection=shop, by=str(request.user), **form.wanted())
        except DomainError as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, _said(rule))
            answer = redirect("dashboard:connection", pk)
            answer["Location"] += "#fees"
            return answer
    return drawn(request, shop, 422, fee_form=form)


def _said(rule: FeeRule) -> str:
    if rule.estimated_at is None:
        return _("The rule is saved. The orders since are estimated anew; how far that is stands with the rule.")
    if not rule.orders_estimated:
        return _("The rule is saved for the orders that come.")
    words = ngettext("%(n)d order is estimated anew.", "%(n)d orders are estimated anew.", rule.orders_estimated)
    return _("The rule is saved. %(words)s") % {"words": words % {"n": rule.orders_estimated}}
