"""`/api/v1/audits/`: every change of the store as one feed, newest first."""

from __future__ import annotations

from typing import Any, cast

from rest_framework.request import Request

from api.endpoint import endpoint
from api.pagination import Listing
from api.v1.audits.serializers import AuditQuery, AuditSerializer
from api.views import StoreViews
from sync.audits import NEWEST, Asked, feed

NAMES = {"type": "type", "id": "object_id", "user": "user_id", "since": "since", "until": "until"}


class Audits(StoreViews):
    """Changes of whatever is audited."""

    area = resource = "audits"

    @endpoint(answer=AuditSerializer, paged=True, query=AuditQuery, need="see_audit")
    def list(self, request: Request) -> Listing:
        """Changes, newest first: what was changed, from what to what, by whom and why."""
        asked = Asked(**{NAMES[name]: self.asked[name] for name in NAMES if name in self.asked})
        return Listing(cast(Any, feed(self.membership, asked)), NEWEST)
