"""Keys and their test: for a new shop, and to exchange those of a connected one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.meanwhile import ChangedMeanwhile
from dashboard.access import managing, store_of
from dashboard.forms.connect import KeysForm
from dashboard.views.connect import consent
from dashboard.views.connect.page import drawn, refused
from dashboard.views.connections.page import shop_of
from marketplaces.framework import registry
from marketplaces.framework.base import Connector
from marketplaces.models import Connection
from marketplaces.services import connect, connectors, credentials, keys, naming
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
        tested = keys.untested(kind, form.values(), base_url=form.base_url())
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
    if request.POST.get("do") == "consent":
        values, _problems = connect.merged_values(shop, form.values(), base_url=connectors.address_of(shop))
        return consent.begin(request, kind, form, shop=shop, values=values)
    if _names_it_only(shop, kind, form):
        try:
            naming.rename(shop, form.cleaned_data["name"], by=str(request.user), expected=request.POST.get("name_was"))
        except ChangedMeanwhile as met:
            sentence = _("Somebody called it “%(now)s” meanwhile. Save again to call it what stands here.")
            tested = Tested(code=kind.code, values={}, problems={"name": sentence % {"now": met.theirs["name"]}})
            return refused(request, kind, form, tested, shop=shop_of(request, pk))
        messages.success(request, _("The shop is now called %(shop)s.") % {"shop": shop.name})
        return go(request, reverse("dashboard:connection", args=[pk]))
    tested = keys.try_exchange(shop, form.values())
    if not tested.passed:
        return refused(request, kind, form, tested, shop=shop)
    shop = keys.exchange(shop, tested, name=form.cleaned_data["name"])
    return _said(request, shop, passed=True)


def _names_it_only(shop: Connection, kind: type[Connector], form: KeysForm) -> bool:
    """Another name and no key was typed: no reason to call the marketplace, which may be away."""
    name = form.cleaned_data.get("name", "")
    if not name or name == shop.name or shop.status == Connection.Status.DISCONNECTED:
        return False
    known = _open_values(shop, kind)
    return all(known.get(field) == text for field, text in form.values().items())


def saved(request: HttpRequest, kind: type[Connector], tested: Tested, *, name: str, base_url: str) -> HttpResponse:
    """Store the shop with its schedules; one that has not passed is saved paused."""
    shop = connect.connect(store=store_of(request), code=kind.code, name=name, tested=tested, base_url=base_url)
    schedule.ensure_jobs(shop)
    if not tested.passed:
        connect.pause(shop)
    return _said(request, shop, passed=tested.passed)


def _said(request: HttpRequest, shop: Connection, *, passed: bool) -> HttpResponse:
    if passed:
        messages.success(request, _("%(shop)s is connected.") % {"shop": shop.name})
    else:
        words = _("%(shop)s is saved and switched off. Test it, then resume it.")
        messages.warning(request, words % {"shop": shop.name})
    return go(request, reverse("dashboard:connection", args=[shop.pk]))


def go(request: HttpRequest, where: str) -> HttpResponse:
    """Leave for another page, also out of a swap."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": where})
    return redirect(where)


def _stored(shop: Connection) -> dict[str, str]:
    credential = getattr(shop, "credential", None)
    return dict(credential.hints) if credential is not None and credential.is_active else {}


def _open_values(shop: Connection, kind: type[Connector]) -> dict[str, str]:
    """What is not secret may be shown again."""
    known = credentials.read(shop, kind)
    return {field.name: known.get(field.name, "") for field in kind.credential_fields if not field.secret}
