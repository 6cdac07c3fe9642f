"""Signing in at the marketplace: there with a state nobody can guess, back with a code."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.sealed import find_sealed, sealed
from dashboard.access import managing, store_of
from dashboard.forms.connect import KeysForm
from dashboard.kinds import Kind
from dashboard.views.connect.page import drawn, offers, refused, way_back
from marketplaces.framework import registry
from marketplaces.framework.base import Connector
from marketplaces.framework.credentials import checked
from marketplaces.framework.errors import ConnectorError
from marketplaces.models import Connection
from marketplaces.services import connect, connectors, credentials
from marketplaces.services.sign_in import finish_sign_in, sign_in_link
from marketplaces.services.trial import Tested
from sync import schedule

#: How long somebody may take at the marketplace before the way back is closed.
PATIENCE = timedelta(minutes=15)
KEPT = "consent"


def begin(
    request: HttpRequest,
    kind: type[Connector],
    form: KeysForm,
    *,
    shop: Connection | None = None,
    values: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Keep what was typed, encrypted, and show the link. No redirect: the policy lets no form lead to another host."""
    typed = dict(values if values is not None else form.values())
    if not offers(kind):
        raise Http404
    if problems := _missing(kind, typed):
        return refused(request, kind, form, Tested(code=kind.code, values=typed, problems=problems), shop=shop)
    state = secrets.token_urlsafe(24)
    base_url = connectors.address_of(shop) if shop else form.base_url()
    private = connectors.allows_private(shop) if shop else False
    try:
        link = sign_in_link(
            kind.code, typed, redirect_url=way_back(kind), state=state, base_url=base_url, allow_private=private
        )
    except ConnectorError as error:
        return refused(request, kind, form, Tested(code=kind.code, values=typed, problems={"": str(error)}), shop=shop)
    about = {
        "code": kind.code, "state": state, "values": typed, "base_url": base_url, "private": private,
        "name": form.cleaned_data["name"], "store": str(store_of(request).pk), "shop": str(shop.pk) if shop else "",
    }  # fmt: skip
    request.session[KEPT] = sealed(about)
    return drawn(request, kind, form, shop=shop, link=link)


@managing
@require_GET
def callback(request: HttpRequest, code: str) -> HttpResponse:
    """Back from the marketplace. Only who left a moment ago, for the same store, with this state, is let in."""
    if code not in registry.codes():
        raise Http404
    kind = registry.connector_class(code)
    kept = find_sealed(request.session.get(KEPT, ""), no_older_than=PATIENCE)
    if not kept or not _is_answer(request, kept, code):
        return render(request, "dashboard/connect/strange.html", {"kind": Kind.of(kind)}, status=400)
    del request.session[KEPT]
    query = {name: str(text) for name, text in request.GET.items() if name != "state"}
    try:
        tested = finish_sign_in(code, kept["values"], query, base_url=kept["base_url"], allow_private=kept["private"])
    except ConnectorError as error:
        messages.error(request, str(error))
        return redirect(_start(kept))
    return _save(request, kind, kept, tested)


def _save(request: HttpRequest, kind: type[Connector], kept: Mapping[str, Any], tested: Tested) -> HttpResponse:
    """The code is spent: what it brought is stored even when the test call failed, then switched off."""
    if kept["shop"] and _is_another(kept["shop"], kind, tested):
        messages.error(request, _("You signed in as another shop. Sign in as this one, or connect that one by itself."))
        return redirect(_start(kept))
    shop = connect.connect(
        store=store_of(request),
        code=kind.code,
        name=kept["name"],
        tested=tested,
        base_url=kept["base_url"] if connectors.is_sandbox(kind.code, kept["base_url"]) or kept["private"] else "",
        allow_private=kept["private"],
    )
    schedule.ensure_jobs(shop)
    if tested.passed:
        messages.success(request, _("Signed in. %(shop)s is connected.") % {"shop": shop.name})
    else:
        connect.pause(shop)
        said = next((verdict.said for verdict in tested.verdicts if verdict.state == "refused"), "")
        words = _("Signed in, but the test failed: %(said)s %(shop)s is saved and switched off.")
        messages.warning(request, words % {"said": said, "shop": shop.name})
    return redirect("dashboard:connection", shop.pk)


def _is_answer(request: HttpRequest, kept: Mapping[str, Any], code: str) -> bool:
    state = request.GET.get("state", "").encode()
    same = secrets.compare_digest(state, str(kept["state"]).encode())
    return same and kept["code"] == code and kept["store"] == str(store_of(request).pk)


def _is_another(shop_id: str, kind: type[Connector], tested: Tested) -> bool:
    shop = Connection.objects.get(pk=shop_id)
    told = tested.account.remote_account_id if tested.account else tested.values.get(kind.account_field, "")
    return bool(told) and told != shop.remote_account_id


def _missing(kind: type[Connector], values: Mapping[str, str]) -> dict[str, str]:
    """What must be typed before going there; what consent brings is not missed."""
    clean, problems = checked(kind.credential_fields, values)
    full = credentials.with_environment(kind, clean)
    typed = {field.name for field in kind.credential_fields if not field.granted}
    return {name: text for name, text in problems.items() if name in typed and (name not in full or values.get(name))}


def _start(kept: Mapping[str, Any]) -> str:
    if kept["shop"]:
        return reverse("dashboard:connection_keys", args=[kept["shop"]])
    return reverse("dashboard:connect_keys", args=[kept["code"]])
