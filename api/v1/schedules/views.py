"""`/api/v1/connections/<id>/schedules/`: how often a shop is read and told; the settings page's own services."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework.request import Request

from api import versions
from api.endpoint import endpoint
from api.pagination import Whole
from api.v1.schedules.serializers import ChangedSchedule, ScheduleSerializer
from api.versions import Tagged, must_match, tag_of
from api.views import StoreViews
from core.tenancy import get_for_store
from marketplaces.models import Connection
from sync.models import ScheduledJob, SyncType
from sync.schedule import kinds_of, schedules_of, set_schedule


class Schedules(StoreViews):
    """The schedules of one shop: one for each kind of run that its marketplace can do."""

    area, resource = "connections", "schedules"

    @endpoint(answer=ScheduleSerializer, paged=True)
    def list(self, request: Request, pk: UUID) -> Whole:
        """When a shop is read and told; none for a shop that is disconnected."""
        return Whole(list(self._schedules(pk)))

    @endpoint(answer=ScheduleSerializer, versioned=True)
    def retrieve(self, request: Request, pk: UUID, sync_type: str) -> Tagged:
        """One kind of run."""
        return _tagged(self._schedule(pk, sync_type))

    @endpoint(
        answer=ScheduleSerializer, body=ChangedSchedule, need="manage_connections", versioned=True, errors=(422,)
    )  # fmt: skip
    def change(self, request: Request, pk: UUID, sync_type: str) -> Tagged:
        """Set how often it runs, or switch it off and on. 1 to 60 minutes; prices up to a day."""
        job = self._schedule(pk, sync_type)
        must_match(request, _tagged(job).tag)
        read = {"interval_minutes": job.interval_minutes, "is_enabled": job.is_enabled}
        set_schedule(
            job, minutes=self.given.get("interval_minutes"), enabled=self.given.get("is_enabled"), by=str(self.user),
            expected=read if versions.is_asked(request) else None,
        )  # fmt: skip
        return _tagged(job)

    def _schedules(self, pk: UUID) -> Any:
        shop = self.find(Connection, pk)
        return schedules_of(self.store).filter(connection=shop, job_type__in=kinds_of(shop))

    def _schedule(self, pk: UUID, sync_type: str) -> ScheduledJob:
        if sync_type not in SyncType.values:
            raise Http404
        found: ScheduledJob = get_for_store(self._schedules(pk), self.store, job_type=sync_type)
        return found


def _tagged(job: ScheduledJob) -> Tagged:
    """Its version is its rhythm: that it ran meanwhile is no change of anybody's."""
    return Tagged(job, tag_of(job.interval_minutes, job.is_enabled))
