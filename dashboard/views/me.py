"""What a member sets for themselves: theme, row height, and the store they work in."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from core.models import User
from dashboard.access import memberships_of, store_page

THEMES = {"system": "", "light": "light", "dark": "dark"}
DENSITIES = ("comfortable", "compact")


@login_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or what the system says; the server writes it on every page, so nothing flashes."""
    asked = request.POST.get("theme", "")
    if asked in THEMES:
        _remember(request, theme=THEMES[asked])
    return _back(request)


@login_required
@require_POST
def density(request: HttpRequest) -> HttpResponse:
    """Remember how tall rows are."""
    asked = request.POST.get("density", "")
    if asked in DENSITIES:
        _remember(request, density=asked)
    return _back(request)


@login_required
@require_POST
def change_store(request: HttpRequest) -> HttpResponse:
    """Work in another store from now on; a stranger to it gets 404."""
    stores = {str(membership.store_id): membership.store for membership in memberships_of(request)}
    store = stores.get(request.POST.get("store", ""))
    if store is None:
        raise Http404
    _remember(request, last_store_id=store.pk)
    return redirect("dashboard:home")


@store_page
def more(request: HttpRequest) -> HttpResponse:
    """All sections and one's own settings, for screens without a rail."""
    return render(request, "dashboard/more.html")


def _remember(request: HttpRequest, **values: str | UUID) -> None:
    """Change only the named columns of the person."""
    user = request.user
    assert isinstance(user, User)
    for name, value in values.items():
        setattr(user, name, value)
    user.save(update_fields=[name.removesuffix("_id") for name in values])


def _back(request: HttpRequest) -> HttpResponse:
    """To the page one came from, if it is ours; a script gets an empty answer."""
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    where = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(where, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(where if safe else "dashboard:home")
