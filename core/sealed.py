"""Something secret that must survive a way there and back, encrypted: a session is no place for it in clear."""

import base64
import json
import zlib
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


def sealed_text(text: str) -> str:
    """Encrypted and as short as can be, for an address: letters, digits, dashes."""
    return _box().encrypt(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def find_sealed_text(sealed: str) -> str | None:
    """The text, or None when it is not ours, letter by letter."""
    padded = sealed + "=" * (-len(sealed) % 4)
    try:
        found = zlib.decompress(_box().decrypt(padded.encode())).decode()
        whole = base64.urlsafe_b64encode(base64.urlsafe_b64decode(padded)).decode()
    except (InvalidToken, ValueError, zlib.error):
        return None
    return found if whole.rstrip("=") == sealed else None  # decoders pass signs over that mean nothing


def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FERNET_KEYS])
