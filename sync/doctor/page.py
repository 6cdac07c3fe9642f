"""The examination in the administration: what is wrong, and one press for what can be mended by itself."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.models import User
from sync.doctor.examination import examine, mend


@require_http_methods(["GET", "POST"])
def doctor(request: HttpRequest) -> HttpResponse:
    """Of everybody's stores, so for superusers alone. A post mends the matter it names."""
    if not (isinstance(request.user, User) and request.user.is_superuser):
        raise PermissionDenied
    if request.method == "POST":
        matter = request.POST.get("matter", "")
        done = mend(finding for finding in examine() if finding.matter == matter)
        if done:
            messages.success(request, _("Done: %(fix)s") % {"fix": done[0].fix})
        else:
            messages.info(request, _("Nothing was to be done: look again."))
        return redirect("doctor")
    found = sorted(examine(), key=lambda finding: (finding.is_well, not finding.urgent))
    context: dict[str, Any] = {
        **admin.site.each_context(request), "title": _("Doctor"), "findings": found,
        "wrong": sum(not finding.is_well for finding in found),
    }  # fmt: skip
    return render(request, "admin/doctor.html", context)
