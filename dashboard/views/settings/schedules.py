"""When each shop is read and told: all rhythms on one page, saved together, any of them run now."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.tenancy import get_for_store
from dashboard.access import needing, require, store_of, store_page
from dashboard.forms.settings_schedules import SchedulesForm
from dashboard.views.settings.signing_in import person
from dashboard.views.settings.tabs import drawn
from sync.asking import ask_named
from sync.models import ScheduledJob, SyncType
from sync.schedule import SchedulesChangedMeanwhile, can_run, schedules_of, set_schedules


@store_page
@require_http_methods(["GET", "POST"])
def schedules(request: HttpRequest) -> HttpResponse:
    """Show all, save what differs."""
    jobs = [job for job in schedules_of(store_of(request)) if can_run(job)]
    if request.method == "POST":
        require(request, "manage_connections")
    form = SchedulesForm(request.POST or None, jobs)
    changed = _saved(form, by=str(request.user)) if request.method == "POST" and form.is_valid() else None
    if changed is None:
        context = {"groups": _groups(jobs, form), "form": form}
        return drawn(request, "settings_schedules", "schedules", context, status=422 if form.errors else 200)
    words = ngettext("%(n)d schedule is saved.", "%(n)d schedules are saved.", changed) % {"n": changed}
    messages.success(request, words if changed else _("Nothing was different."))
    return redirect("dashboard:settings_schedules")


def _saved(form: SchedulesForm, *, by: str) -> int | None:
    """How many schedules are others now; nothing where somebody else was quicker, which the form then tells."""
    try:
        return set_schedules(form.wanted(), by=by)
    except SchedulesChangedMeanwhile as met:
        form.tell(met)
        return None


@needing("write")
@require_POST
def run_now(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for the run at once and show it; its rhythm stays."""
    job = get_for_store(ScheduledJob.objects.select_related("connection__marketplace"), store_of(request), pk=pk)
    if job.connection is None:
        return redirect("dashboard:settings_schedules")
    try:
        run = ask_named(connections=[job.connection], sync_type=job.job_type, by=person(request))[0]
    except DomainError as refused:
        messages.warning(request, str(refused))
        return redirect("dashboard:settings_schedules")
    return redirect("dashboard:sync_run", run.pk)


def _groups(jobs: list[ScheduledJob], form: SchedulesForm) -> list[dict[str, Any]]:
    """Shop by shop, each row with its two fields."""
    words = dict(SyncType.choices)
    groups: dict[Any, dict[str, Any]] = {}
    for job in jobs:
        group = groups.setdefault(job.connection_id, {"shop": job.connection, "rows": []})
        group["rows"].append({"job": job, "what": words[SyncType(job.job_type)], **form.fields_of(job)})
    return list(groups.values())
