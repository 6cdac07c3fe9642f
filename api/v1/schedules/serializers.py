"""A schedule as programs see it, and what may be changed of it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.serializers import Strict
from sync.models import ScheduledJob, SyncType
from sync.schedule import LONGEST_OF, longest


class ScheduleSerializer(serializers.Serializer[ScheduledJob]):
    """How often one kind of run is made, and how its last one ended."""

    kind = serializers.ChoiceField(source="job_type", choices=SyncType.values)
    is_enabled = serializers.BooleanField()
    interval_minutes = serializers.IntegerField(allow_null=True)
    most_minutes = serializers.SerializerMethodField(help_text="As long as this kind of run may rest.")
    next_run_at = serializers.DateTimeField(help_text="While it is on.")
    last_run_at = serializers.DateTimeField(allow_null=True)
    last_run_status = serializers.CharField()
    failures = serializers.IntegerField(help_text="In a row.")

    def get_most_minutes(self, job: ScheduledJob) -> int:
        """Prices may rest for a day, everything else for an hour."""
        return longest(job.job_type)


class ChangedSchedule(Strict):
    """Only what is named is changed."""

    is_enabled = serializers.BooleanField(required=False)
    interval_minutes = serializers.IntegerField(
        required=False, min_value=1, max_value=max(LONGEST_OF.values()), help_text="At most `most_minutes`."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs:
            raise serializers.ValidationError("Name what is to be changed.")
        return attrs
