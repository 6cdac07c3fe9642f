"""What a person sets for themselves: name, language, theme, rows, keys."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.models import User
from dashboard.access import store_page
from dashboard.forms.settings_you import YouForm
from dashboard.views.settings.changed import told
from dashboard.views.settings.tabs import drawn


@store_page
@require_http_methods(["GET", "POST"])
def you(request: HttpRequest) -> HttpResponse:
    """Show and save; the message is in the new language already."""
    user = request.user
    assert isinstance(user, User)
    before = {name: getattr(user, name) for name in YouForm.FIELDS}
    form = YouForm(request.POST or None, initial=before)
    if request.method == "GET" or not form.is_valid():
        return drawn(request, "settings_you", "you", {"form": form}, status=422 if form.errors else 200)
    changed = [name for name in YouForm.FIELDS if form.cleaned_data[name] != before[name]]
    for name in changed:
        setattr(user, name, form.cleaned_data[name])
    if changed:
        user.save(update_fields=changed)
    with translation.override(user.language or translation.get_language()):
        messages.success(request, told(form, changed) or _("Nothing was different."))
    return redirect("dashboard:settings_you")
