"""How often one token may call: an even pace with a burst, kept in the database for all processes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg
from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from api.auth import Access
from marketplaces.services import own_connection

PREFIX = "api:"
TAKE = """
INSERT INTO rate_buckets AS bucket (key, tat) VALUES (%(key)s, clock_timestamp() + %(gap)s)
ON CONFLICT (key) DO UPDATE SET tat = greatest(bucket.tat, clock_timestamp()) + %(gap)s
 WHERE bucket.tat - %(ahead)s <= clock_timestamp()
RETURNING 0.0
"""
WAIT = """
SELECT greatest(0.1, extract(epoch FROM tat - %(ahead)s - clock_timestamp())) FROM rate_buckets WHERE key = %(key)s
"""


class TokenThrottle(BaseThrottle):
    """One statement per request, outside the request's transaction: a rollback does not give a call back."""

    def __init__(self) -> None:
        self.left = 0.0

    def allow_request(self, request: Request, view: Any) -> bool:
        if not isinstance(request.auth, Access):
            return True
        gap = 60 / settings.API_CALLS_PER_MINUTE
        values = {
            "key": f"{PREFIX}{request.auth.token.pk}",
            "gap": timedelta(seconds=gap),
            "ahead": timedelta(seconds=gap * (settings.API_BURST - 1)),
        }
        self.left = own_connection.run(lambda connection: _take(connection, values))
        return self.left == 0

    def wait(self) -> float:
        return self.left


def _take(connection: psycopg.Connection, values: dict[str, Any]) -> float:
    """0 when the call may go, else the seconds until it may."""
    if connection.execute(TAKE, values).fetchone():
        return 0.0
    found = connection.execute(WAIT, values).fetchone()
    return float(found[0]) if found else 0.1
