"""The form of all schedules of a store: every how many minutes, and whether at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from dashboard.forms.style import StyledForm
from sync.models import ScheduledJob, SyncType
from sync.schedule import longest


class SchedulesForm(StyledForm):
    """Two fields for each job, named by its id; jobs of others have none."""

    def __init__(self, data: Any, jobs: Sequence[ScheduledJob]) -> None:
        super().__init__(data)
        self.jobs = jobs
        words = dict(SyncType.choices)
        for job in jobs:
            what = f"{words[SyncType(job.job_type)]}, {job.connection}"
            self.fields[f"every-{job.pk.hex}"] = _minutes(job, what)
            on = forms.BooleanField(required=False, initial=job.is_enabled, label=_("On: %(what)s") % {"what": what})
            on.widget.attrs |= {"class": "switch", "role": "switch", "aria-label": on.label}
            self.fields[f"on-{job.pk.hex}"] = on

    def fields_of(self, job: ScheduledJob) -> dict[str, forms.BoundField]:
        """The two of one job."""
        return {"every": self[f"every-{job.pk.hex}"], "on": self[f"on-{job.pk.hex}"]}

    def wanted(self) -> list[tuple[ScheduledJob, int, bool]]:
        """Every job with what was sent for it."""
        data = self.cleaned_data
        return [(job, data[f"every-{job.pk.hex}"], data[f"on-{job.pk.hex}"]) for job in self.jobs]


def _minutes(job: ScheduledJob, what: str) -> forms.IntegerField:
    most = longest(job.job_type)
    sentence = _("%(what)s: enter 1 to %(most)d minutes.") % {"what": what, "most": most}
    field = forms.IntegerField(
        min_value=1, max_value=most, initial=job.interval_minutes, label=_("Minutes: %(what)s") % {"what": what},
        widget=forms.TextInput(attrs={"class": "input minutes", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence),
    )  # fmt: skip
    field.widget.attrs["aria-label"] = field.label
    return field
