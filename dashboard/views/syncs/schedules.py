"""When each shop is read and told."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.meanwhile import ChangedMeanwhile
from core.tenancy import get_for_store
from dashboard.access import managing, store_of, store_page
from dashboard.forms.settings_schedules import changed_meanwhile, drawn_as, was_drawn
from dashboard.forms.syncs import ScheduleForm
from dashboard.views.syncs.tabs import shared
from marketplaces.models import Connection
from sync.models import ScheduledJob, SyncType
from sync.schedule import set_schedule


@store_page
@require_GET
def schedules(request: HttpRequest) -> HttpResponse:
    """All schedules, shop by shop."""
    return _drawn(request)


@managing
@require_POST
def save(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change one; what was typed wrongly stays on the page with its sentence."""
    job = get_for_store(ScheduledJob, store_of(request), pk=pk)
    form = ScheduleForm(request.POST, job.job_type)
    if not form.is_valid():
        typed = request.POST.get("interval_minutes", "")[:20]
        return _drawn(request, 422, wrong=pk, typed=typed, sentence=form.errors["interval_minutes"][0])
    minutes, enabled = form.cleaned_data["interval_minutes"], form.cleaned_data["is_enabled"]
    expected = was_drawn(request.POST.get("was", ""))
    try:
        set_schedule(job, minutes=minutes, enabled=enabled, by=str(request.user), expected=expected)
    except ChangedMeanwhile:
        job.refresh_from_db()
        return _drawn(request, 422, wrong=pk, typed=str(minutes), sentence=changed_meanwhile(job))
    messages.success(request, _("The schedule is saved."))
    return redirect("dashboard:syncs_schedules")


def _drawn(request: HttpRequest, status: int = 200, **more: object) -> HttpResponse:
    store = store_of(request)
    context = shared(request, store, "syncs_schedules")
    rows = (
        ScheduledJob.objects.filter(store=store)
        .exclude(connection__status=Connection.Status.DISCONNECTED)
        .select_related("connection__marketplace")
        .order_by("connection__name", "job_type")
    )
    if context["chosen"]:
        rows = rows.filter(connection=context["chosen"])
    words = dict(SyncType.choices)
    context["jobs"] = [
        {"job": job, "what": words.get(job.job_type, job.job_type), "was": drawn_as(job)} for job in rows
    ]
    return render(request, "dashboard/syncs/schedules.html", context | more, status=status)
