"""The session engine: kept in the database under a digest of the cookie, with whose session it is.

Named by SESSION_ENGINE. The cookie holds the key; the table only its SHA-256, so that reading the table opens nothing.
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from core.models import Session

#: Where the browser and its address are noted at sign-in.
WHERE = "where"


class SessionStore(db.SessionStore):
    """Django's store of sessions, with a digest for a key and a person beside the data."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    #: When the row in hand was last noted as in use; known once it was loaded.
    seen_at: datetime | None = None

    def _get_session_from_db(self) -> Session | None:
        found = Session.objects.filter(
            session_key=digest_of(self.session_key or ""), expire_date__gt=timezone.now()
        ).first()
        if found is None:
            self._session_key = None
        else:
            self.seen_at = found.seen_at
        return found

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(session_key=digest_of(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        where = data.get(WHERE) or {}
        now = timezone.now()
        user = data.get("_auth_user_id")
        return Session(
            session_key=digest_of(str(self.session_key)),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            user_id=uuid.UUID(user) if user else None,
            address=where.get("address") or None,
            browser=where.get("browser", ""),
            signed_in_at=datetime.fromisoformat(where["at"]) if where.get("at") else None,
            seen_at=now,
        )

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(session_key=digest_of(key)).delete()


def digest_of(key: str) -> str:
    """What is kept of a cookie; 40 of the 64 signs, as wide as the column of the framework."""
    return hashlib.sha256(key.encode()).hexdigest()[:40]
