"""Something secret that must survive a way there and back, encrypted: a session is no place for it in clear."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def sealed(content: Mapping[str, Any]) -> str:
    """Encrypted under the newest key."""
    return _box().encrypt(json.dumps(content).encode()).decode()


def find_sealed(text: str, *, no_older_than: timedelta) -> dict[str, Any] | None:
    """The content, or None when it is older or not ours."""
    try:
        return dict(json.loads(_box().decrypt(text.encode(), ttl=int(no_older_than.total_seconds()))))
    except InvalidToken:
        return None


def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FERNET_KEYS])
