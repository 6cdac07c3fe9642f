"""All elements and states on one page, for whoever builds pages."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dashboard import status
from dashboard.forms.style import StyledForm


class SampleForm(StyledForm):
    """Two fields, one of them wrong."""

    buffer = forms.IntegerField(label=_("Buffer"), help_text=_("Pieces kept back from this channel"))
    reorder = forms.IntegerField(
        label=_("Reorder at"), min_value=0, error_messages={"min_value": _("Reorder at is −3. Enter 0 or more.")}
    )


@login_required
def elements(request: HttpRequest) -> HttpResponse:
    """Draw every element once; to members who do not build pages there is no such page."""
    if not request.user.is_staff:
        raise Http404
    now = timezone.now()
    return render(
        request,
        "dashboard/elements.html",
        {
            "tables": {kind: list(table) for kind, table in status.TABLES.items() if kind != "sync"},
            "syncs": list(status.SYNC),
            "form": SampleForm({"buffer": "2", "reorder": "-3"}),
            "late": now - timedelta(minutes=70),
            "soon": now + timedelta(minutes=80),
            "far": now + timedelta(days=3),
            "views": [
                {"url": "?", "word": _("Open"), "count": 128, "current": True},
                {"url": "?view=late", "word": _("Late"), "count": 1, "tone": "red"},
            ],
            "acts": [{"value": "retry", "word": _("Try sync again"), "icon": "refresh", "primary": True}],
        },
    )
