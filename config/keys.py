"""Keys for a machine that was given none: made once, kept in var/keys.json, readable by its owner only."""

import base64
import json
import os
import secrets
import tempfile
from pathlib import Path
from typing import TypedDict

from django.core.exceptions import ImproperlyConfigured


class Keys(TypedDict):
    secret_key: str
    fernet_keys: list[str]


def local_keys(folder: Path) -> Keys:
    """The keys of this folder; of several processes that start at once the first one's keys win."""
    path = folder / "keys.json"
    try:
        if not path.exists():
            _make(path)
        stored = json.loads(path.read_text())
        return Keys(secret_key=str(stored["secret_key"]), fernet_keys=[str(key) for key in stored["fernet_keys"]])
    except OSError as error:
        raise ImproperlyConfigured(
            f"{path} cannot be made or read: {error.strerror}. Start Orion as the owner of {folder}, "
            "or set ORION_VAR to a folder of your own."
        ) from None
    except (ValueError, KeyError, TypeError):
        raise ImproperlyConfigured(
            f"{path} is damaged, and without its keys the stored marketplace secrets cannot be read. "
            "Put back a copy of it, or set SECRET_KEY and FERNET_KEYS."
        ) from None


def _make(path: Path) -> None:
    keys = Keys(
        secret_key=secrets.token_urlsafe(48),
        fernet_keys=[base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()],
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix="keys-")  # mkstemp makes it 0600
    try:
        with os.fdopen(handle, "w") as file:
            json.dump(keys, file)
            file.flush()
            os.fsync(file.fileno())
        os.link(name, path)  # link, unlike rename, never replaces keys that another process made meanwhile
    except FileExistsError:
        pass
    finally:
        os.unlink(name)
