"""What a member wants to be told, where, and when not: everybody's own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from core.models import OutgoingMail
from core.services import notifications
from dashboard.access import store_page
from dashboard.forms.notifications import ChoicesForm
from dashboard.views.notifications.page import member_of
from dashboard.views.settings.tabs import drawn


@store_page
@require_http_methods(["GET", "POST"])
def choosing(request: HttpRequest) -> HttpResponse:
    """Show what holds, keep what differs."""
    member = member_of(request)
    form = ChoicesForm(request.POST or None, member)
    if request.method == "POST" and form.is_valid():
        try:
            changed = notifications.choose(member, form.choices())
            moved = notifications.keep_hours(member, **form.hours())
        except DomainError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, _("Saved.") if changed or moved else _("Nothing was different."))
            return redirect("dashboard:settings_notifications")
    failed = OutgoingMail.objects.filter(member=member, state__in=["refused", "doubt"]).order_by("-updated_at").first()
    context = {"form": form, "address": member.user.email, "failed": failed}
    return drawn(request, "settings_notifications", "notifications", context, status=422 if form.errors else 200)
