"""The form of all schedules of a store: every how many minutes, and whether at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from dashboard.forms.style import StyledForm
from sync.models import ScheduledJob, SyncType
from sync.schedule import Rhythm, SchedulesChangedMeanwhile, longest


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
            was = forms.CharField(required=False, widget=forms.HiddenInput, initial=drawn_as(job))
            self.fields[f"was-{job.pk.hex}"] = was

    def fields_of(self, job: ScheduledJob) -> dict[str, forms.BoundField]:
        """The two of one job, and how they were drawn."""
        return {name: self[f"{name}-{job.pk.hex}"] for name in ("every", "on", "was")}

    def wanted(self) -> list[Rhythm]:
        """Every job that is to be another than it was drawn: what nobody touched stays as others left it."""
        return [rhythm for job in self.jobs if (rhythm := self._wanted(job)).was != _as_mapping(rhythm)]

    def _wanted(self, job: ScheduledJob) -> Rhythm:
        every, on, was = (self.cleaned_data[f"{name}-{job.pk.hex}"] for name in ("every", "on", "was"))
        return Rhythm(job=job, minutes=every, enabled=on, was=was_drawn(was))

    def tell(self, met: SchedulesChangedMeanwhile) -> None:
        """Somebody else was quicker: what is there now stands beside what was typed; saving again replaces it."""
        job = ScheduledJob.objects.get(pk=met.job.pk)
        self.add_error(f"every-{job.pk.hex}", changed_meanwhile(job))
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[f"was-{job.pk.hex}"] = drawn_as(job)
        self.data = data


def _as_mapping(rhythm: Rhythm) -> dict[str, Any]:
    return {"interval_minutes": rhythm.minutes, "is_enabled": rhythm.enabled}


def drawn_as(job: ScheduledJob) -> str:
    """How a schedule stood when its form was drawn, as a hidden field carries it."""
    return f"{job.interval_minutes or ''}:{int(job.is_enabled)}"


def was_drawn(text: str) -> dict[str, Any] | None:
    """The same read back; nothing where it cannot be read, and then nothing is compared."""
    minutes, _colon, on = text.partition(":")
    if on not in ("0", "1") or not (minutes.isdigit() or not minutes) or len(minutes) > 6:
        return None
    return {"interval_minutes": int(minutes) if minutes else None, "is_enabled": on == "1"}


def changed_meanwhile(job: ScheduledJob) -> str:
    """What is there now, and how to put one's own in its place."""
    about = {"n": job.interval_minutes or 0, "on": _("on") if job.is_enabled else _("off")}
    sentence = _("Somebody changed it meanwhile: now every %(n)d minutes, switched %(on)s. Save again to replace that.")
    return sentence % about


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
