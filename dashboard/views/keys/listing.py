"""The key pool: own keys, what suppliers have, what is being bought; and loading a file. No key is ever shown here."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core.errors import DomainError
from core.keyset import Key, Keyset
from dashboard.access import managing, may, membership_of, store_of, store_page
from dashboard.context import region_of
from dashboard.forms.keys import LoadForm, RevokeForm
from dashboard.views.fulfilment.tabs import shared
from fulfillment.selectors.balances import forecasts
from fulfillment.selectors.keys import counted, variants_with_keys
from fulfillment.services.keys import files, pool, withdrawing
from inventory.models import Variant

SIZE = 25
BY_SKU = Keyset((Key("sku", str), Key("id", uuid.UUID)))
#: Of the lines that were not taken, so many are named; the others are counted.
NAMED = 50


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a list of keys: how many were taken or revoked, and the lines that were not."""

    done: int
    refused: list[tuple[int, str]]
    words: str


@store_page
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """By SKU, found by SKU or title."""
    return _page(request)


@managing
@never_cache
@require_POST
def load(request: HttpRequest) -> HttpResponse:
    """Take a file, or what was typed; each line that is not taken is named, and where none is, the form stays."""
    form = LoadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, loading=form)
    try:
        loaded = _loaded(request, form)
    except DomainError as refused:
        form.refuse(refused)
        return _page(request, loading=form)
    words = ngettext("%d key is in the pool now.", "%d keys are in the pool now.", loaded.added) % loaded.added
    if loaded.refused:
        told = Told(loaded.added, loaded.refused, words)
        return _page(request, told=told, loading=None if loaded.added else form)  # what was taken is not shown again
    messages.success(request, words)
    return redirect("dashboard:key_pool")


def _loaded(request: HttpRequest, form: LoadForm) -> pool.Loaded:
    """Raises DomainError at its field."""
    store, upload = store_of(request), form.cleaned_data["file"]
    variant = _variant(request, form.cleaned_data["sku"])
    if upload is not None and upload.size > files.MOST_BYTES:
        raise DomainError(_("The file is larger than 4 MB. Load it in pieces."), field="file")
    raw = upload.read() if upload is not None else form.cleaned_data["typed"].encode()
    try:
        rows = files.read(raw, zone=store.zone)
    except DomainError as unread:
        raise DomainError(str(unread), field="typed" if upload is None else "file") from None
    return pool.load(store=store, rows=rows, variant=variant, by=str(request.user))


@managing
@never_cache
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Give the keys of a list to nobody any more; each line that is not in the pool is named with its reason."""
    form = RevokeForm(request.POST)
    if not form.is_valid():
        return _page(request, revoking=form)
    try:
        revoked = _revoked(request, form)
    except DomainError as refused:
        form.refuse(refused)
        return _page(request, revoking=form)
    words = ngettext("%d key is revoked.", "%d keys are revoked.", revoked.done) % revoked.done
    if revoked.refused:
        told = Told(revoked.done, revoked.refused, words)
        return _page(request, told=told, revoking=None if revoked.done else form)
    messages.success(request, words)
    return redirect("dashboard:key_pool")


def _revoked(request: HttpRequest, form: RevokeForm) -> withdrawing.Revoked:
    """Raises DomainError at its field."""
    store = store_of(request)
    try:
        rows = files.read(form.cleaned_data["typed"].encode(), zone=store.zone)
    except DomainError as unread:
        raise DomainError(str(unread), field="typed") from None
    return withdrawing.revoke_listed(store=store, rows=rows, by=str(request.user), why=form.cleaned_data["why"])


def _variant(request: HttpRequest, sku: str) -> Variant | None:
    if not sku:
        return None
    found = Variant.objects.filter(store=store_of(request), sku=sku).first()
    if found is None:
        raise DomainError(_("No product has this SKU: %s.") % sku, field="sku")
    return found


def _page(
    request: HttpRequest, *, told: Told | None = None, loading: LoadForm | None = None,
    revoking: RevokeForm | None = None,
) -> HttpResponse:  # fmt: skip
    """The pool; a form that was not taken whole comes back as it was typed."""
    store = store_of(request)
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    rows = variants_with_keys(store).select_related("product")
    if asked:
        rows = rows.filter(sku__icontains=asked) | rows.filter(product__title__icontains=asked)
    page = BY_SKU.page(rows, size=SIZE, **{name: request.GET.get(name, "") for name in ("after", "before")})
    context = {
        **shared(store, "key_pool", timezone.now(), region_of(membership_of(request))),
        "page": page, "rows": counted(page.rows), "asked": asked, "told": told,
        "suppliers": forecasts(store, timezone.now()) if may(request, "see_costs") else [],
        "named": told.refused[:NAMED] if told else [],
        "unnamed": max(0, len(told.refused) - NAMED) if told else 0,
        "loading": loading or LoadForm(), "revoking": revoking or RevokeForm(),
    }  # fmt: skip
    refused = loading or revoking or (told and not told.done)
    return render(request, "dashboard/keys/pool.html", context, status=422 if refused else 200)
