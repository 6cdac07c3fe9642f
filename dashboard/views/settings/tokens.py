"""Keys for programs: made and shown once, listed, taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.models import ApiToken, Membership
from core.services import tokens as service
from core.services.members import members_of
from core.tenancy import get_for_store
from dashboard.access import membership_of, needing, store_of
from dashboard.forms.settings_tokens import TokenForm
from dashboard.links import public
from dashboard.views.settings.tabs import drawn

owners = needing("manage_tokens")
#: Field of the service to field of the form.
FIELDS = {"name": "name", "user": "user", "expires_at": "day"}


@never_cache
@owners
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The list, and a form; a new token is in the answer to the POST and nowhere else."""
    store, me = store_of(request), membership_of(request)
    assert isinstance(me, Membership)
    form = TokenForm(request.POST or None, members_of(store), me)
    if request.method == "GET" or not form.is_valid():
        return _page(request, form, status=422 if form.errors else 200)
    try:
        made = service.make_token(
            store=store, user=form.members[form.cleaned_data["user"]].user, name=form.cleaned_data["name"],
            scopes=form.scopes, expires_at=form.ends_at(store.zone), by=str(request.user),
        )  # fmt: skip
    except DomainError as refused:
        form.add_error(FIELDS.get(refused.field), str(refused))
        return _page(request, form, status=422)
    return _page(request, TokenForm(None, members_of(store), me), made=made)


@owners
@require_POST
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whoever still sends it is told so."""
    token = get_for_store(ApiToken, store_of(request), pk=pk)
    service.revoke(token, by=str(request.user))
    messages.success(request, _("“%(name)s” is revoked. Programs that send it are refused.") % {"name": token.name})
    return redirect("dashboard:settings_tokens")


def _page(request: HttpRequest, form: TokenForm, *, status: int = 200, **more: Any) -> HttpResponse:
    rows = ApiToken.objects.filter(store=store_of(request)).select_related("user").order_by("-created_at", "pk")
    now = timezone.now()
    context = {
        "form": form,
        "rows": [{"token": row, "state": _state(row, now), "scopes": ", ".join(row.scopes)} for row in rows],
        "base": public("/api/v1/"),
    }
    return drawn(request, "settings_tokens", "tokens", context | more, status=status)


def _state(token: ApiToken, now: Any) -> str:
    if token.revoked_at is not None:
        return "revoked"
    return "ended" if token.expires_at <= now else "works"
