"""Keys and their test: for a new shop, and to exchange those of a connected one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dashboard.access import managing, store_of
from dashboard.forms.connect import KeysForm
from dashboard.views.connect import consent
from dashboard.views.connect.page import drawn, refused
from dashboard.views.connections.page import shop_of
from marketplaces.framework import registry
from marketplaces.framework.base import Connector
from marketplaces.framework.credentials import checked
from marketplaces.models import Connection
from marketplaces.services import connect, connectors, credentials
from marketplaces.services.trial import Tested
from sync import schedule


def kind_of(code: str) -> type[Connector]:
    """The connector of an address, else 404."""
    try:
        return registry.connector_class(code)
    except LookupError:
        raise Http404 from None


@managing
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Test what was typed; saved when all three verdicts pass, or switched off when the merchant says so."""
    kind = kind_of(code)
    if request.method == "GET":
        return drawn(request, kind, KeysForm(kind))
    form = KeysForm(kind, request.POST)
    form.is_valid()
    if request.POST.get("do") == "consent":
        return consent.begin(request, kind, form)
    unsure = request.POST.get("do") == "save"
    if unsure:
        tested = unchecked(kind, form.values())
    else:
        tested = connect.test_values(kind.code, form.values(), base_url=form.base_url(), renew=True)
    if tested.problems or not (tested.passed or unsure):
        return refused(request, kind, form, tested)
    return saved(request, kind, tested, name=form.cleaned_data["name"], base_url=form.base_url())


@managing
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Exchange the keys of a shop; the old ones work until the new ones have passed."""
    shop = shop_of(request, pk)
    kind = kind_of(shop.marketplace.code)
    stored = _stored(shop)
    if request.method == "GET":
        given = {"name": shop.name, **_open_values(shop, kind)}
        return drawn(request, kind, KeysForm(kind, stored=stored, initial=given), shop=shop)
    form = KeysForm(kind, request.POST, stored=stored)
    form.is_valid()
    address = connectors.address_of(shop)
    values, problems = connect.merged_values(shop, form.values(), base_url=address)
    if request.POST.get("do") == "consent":
        return consent.begin(request, kind, form, shop=shop, values=values)
    private = connectors.allows_private(shop)
    if problems:
        return refused(request, kind, form, Tested(code=kind.code, values=values, problems=problems), shop=shop)
    tested = connect.test_values(
        kind.code, values, base_url=address, allow_private=private, settings=shop.settings, renew=True
    )
    tested = same_shop(shop, tested)
    if not tested.passed:
        return refused(request, kind, form, tested, shop=shop)
    return saved(request, kind, tested, name=form.cleaned_data["name"], base_url=_kept_address(shop), private=private)


def saved(
    request: HttpRequest, kind: type[Connector], tested: Tested, *, name: str, base_url: str, private: bool = False
) -> HttpResponse:
    """Store the shop with its schedules; one that has not passed is saved paused."""
    shop = connect.connect(
        store=store_of(request), code=kind.code, name=name, tested=tested, base_url=base_url, allow_private=private
    )
    schedule.ensure_jobs(shop)
    if tested.passed:
        messages.success(request, _("%(shop)s is connected.") % {"shop": shop.name})
    else:
        connect.pause(shop)
        words = _("%(shop)s is saved and switched off. Test it, then resume it.")
        messages.warning(request, words % {"shop": shop.name})
    return go(request, reverse("dashboard:connection", args=[shop.pk]))


def go(request: HttpRequest, where: str) -> HttpResponse:
    """Leave for another page, also out of a swap."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": where})
    return redirect(where)


def unchecked(kind: type[Connector], given: Mapping[str, str]) -> Tested:
    """What was typed, without a call; required fields must still be there."""
    clean, problems = checked(kind.credential_fields, given)
    full = credentials.with_environment(kind, clean)
    wrong = {name: text for name, text in problems.items() if name not in full or given.get(name)}
    return Tested(code=kind.code, values=full, problems=wrong)


def same_shop(shop: Connection, tested: Tested) -> Tested:
    """Keys of another shop must not take this one over: its orders are those of this account."""
    account = tested.account
    untested = shop.remote_account_id.startswith("untested-")
    if account is None or untested or account.remote_account_id == shop.remote_account_id:
        return tested
    sentence = _(
        "These keys belong to %(other)s, not to %(shop)s. Connect that one as a shop of its own, or enter the keys of "
        "%(shop)s."
    )
    other = account.name or account.remote_account_id
    return replace(tested, verdicts=(), problems={"": sentence % {"other": other, "shop": shop.name}})


def _kept_address(shop: Connection) -> str:
    return connectors.address_of(shop) if shop.is_sandbox else shop.base_url


def _stored(shop: Connection) -> dict[str, str]:
    credential = getattr(shop, "credential", None)
    return dict(credential.hints) if credential is not None and credential.is_active else {}


def _open_values(shop: Connection, kind: type[Connector]) -> dict[str, str]:
    """What is not secret may be shown again."""
    known = credentials.read(shop, kind)
    return {field.name: known.get(field.name, "") for field in kind.credential_fields if not field.secret}
