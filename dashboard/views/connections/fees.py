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
from orders.services.fee_rules import set_fee_rule


@managing
@require_POST
def fees(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a new rule count."""
    shop = shop_of(request, pk)
    form = FeeRuleForm(request.POST)
    if form.is_valid():
        try:
            done = set_fee_rule(connection=shop, by=str(request.user), **form.wanted())
        except DomainError as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, _said(done.orders_estimated))
            answer = redirect("dashboard:connection", pk)
            answer["Location"] += "#fees"
            return answer
    return drawn(request, shop, 422, fee_form=form)


def _said(count: int) -> str:
    if not count:
        return _("The rule is saved for the orders that come.")
    words = ngettext("%(n)d order is estimated anew.", "%(n)d orders are estimated anew.", count)
    return _("The rule is saved. %(words)s") % {"words": words % {"n": count}}
