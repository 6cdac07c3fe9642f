"""Reads the environment; a wrong value is refused with a sentence that names the variable and what to enter."""

import base64
import binascii
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from core import redact

BROKERS = {"memory", "redis", "rediss", "amqp", "amqps", "sentinel"}
DATABASE_OPTIONS = {"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name", "options"}


class WrongSetting(ImproperlyConfigured):
    """One environment variable is missing or wrong; str() is what the operator reads."""


class Environment:
    """The environment variables, each read by what it means."""

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self.values = os.environ if values is None else values

    def given(self, name: str) -> str:
        return self.values.get(name, "").strip()

    def required(self, name: str, example: str) -> str:
        value = self.given(name)
        if not value:
            raise WrongSetting(f"{name} is not set. Enter {example}.")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.given(name).lower()
        if value in {"1", "true", "yes", "on"}:
            return True
        if value in {"0", "false", "no", "off"}:
            return False
        if value:
            raise WrongSetting(f"{name} is {_shown(value)}, which is neither yes nor no. Enter 1 or 0.")
        return default

    def number(self, name: str, default: int, lowest: int, highest: int) -> int:
        value = self.given(name)
        if not value:
            return default
        if not (value.isascii() and value.isdigit() and lowest <= int(value) <= highest):
            raise WrongSetting(f"{name} is {_shown(value)}. Enter a whole number from {lowest} to {highest}.")
        return int(value)

    def choice(self, name: str, default: str, allowed: list[str]) -> str:
        value = self.given(name).upper() or default
        if value not in allowed:
            raise WrongSetting(f"{name} is {_shown(value)}. Enter one of {', '.join(allowed)}.")
        return value

    def names(self, name: str, default: list[str]) -> list[str]:
        """Host names, comma separated; addresses and ports do not belong in it."""
        found = [part.strip() for part in self.given(name).split(",") if part.strip()]
        for part in found:
            if "/" in part or (":" in part and not part.startswith("[")):
                raise WrongSetting(
                    f"{name} holds {_shown(part)}. Enter host names only, for example shop.example.com,orion.lan."
                )
        return found or default

    def folder(self, name: str, default: Path) -> Path:
        value = self.given(name)
        path = Path(value).expanduser() if value else default
        if not path.is_absolute() or (path.exists() and not path.is_dir()):
            raise WrongSetting(f"{name} is {_shown(value)}. Enter the absolute path of a folder.")
        return path

    def origin(self, name: str, default: str) -> str:
        """An address without a path: scheme, host and port."""
        value = self.given(name) or default
        parts = _split(name, value, "https://orion.example.com")
        if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
            raise WrongSetting(f"{name} is not a web address. Enter one such as https://orion.example.com.")
        if parts.path.strip("/") or parts.query or parts.fragment:
            raise WrongSetting(
                f"{name} is {_shown(value)}, with something after the host. Enter only the part before it."
            )
        return f"{parts.scheme}://{parts.netloc}"

    def broker(self, name: str, default: str = "memory://") -> str:
        value = self.given(name) or default
        parts = _split(name, value, "redis://127.0.0.1:6379/0")
        if parts.scheme not in BROKERS or (parts.scheme != "memory" and not parts.hostname):
            raise WrongSetting(
                f"{name} starts with {parts.scheme!r}, which is no broker we know. "
                "Enter redis://host:6379/0, amqp://user:password@host:5672// or memory:// (one process only)."
            )
        # Without a host kombu warns of one that it does not need.
        return "memory://localhost/" if parts.scheme == "memory" else value

    def secret(self, name: str) -> str:
        value = self.given(name)
        if value and len(value) < 32:
            raise WrongSetting(f"{name} is only {len(value)} characters long. Enter at least 32 random characters.")
        return value

    def fernet_keys(self, name: str) -> list[str]:
        """Comma separated, the newest first; each one is 32 random bytes in URL-safe base64."""
        keys = [key.strip() for key in self.given(name).split(",") if key.strip()]
        for place, key in enumerate(keys, 1):
            if not _is_fernet_key(key):
                raise WrongSetting(
                    f"{name}: key {place} of {len(keys)} is not 32 bytes in URL-safe base64. Make one with "
                    '`python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"`.'
                )
        return keys

    def database(self, name: str) -> dict[str, Any] | None:
        """Django's database entry, or None when nothing is set."""
        value = self.given(name)
        return _database(name, value) if value else None

    def email(self, name: str, folder: Path) -> dict[str, Any]:
        value = self.given(name)
        return _email(name, value) if value else _mail_folder(folder)


def _shown(value: str) -> str:
    """A value for a sentence; somebody may have put an address with a password into the wrong variable."""
    return repr(redact.text(value)[:60])


def _split(name: str, value: str, example: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018  (a wrong port shows only when it is asked for)
    except ValueError:
        raise WrongSetting(f"{name} is not an address that can be read. Enter one such as {example}.") from None
    return parts


def _is_fernet_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key.encode("ascii"), altchars=b"-_", validate=True)) == 32
    except (binascii.Error, ValueError):
        return False


def _database(name: str, value: str) -> dict[str, Any]:
    example = "postgresql://user:password@host:5432/orion"
    parts = _split(name, value, example)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise WrongSetting(f"{name} starts with {parts.scheme!r}; Orion runs on PostgreSQL only. Enter {example}.")
    database = unquote(parts.path.lstrip("/"))
    if not database or "/" in database:
        raise WrongSetting(f"{name} names no single database after the host. Enter {example}.")
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    if unknown := sorted(set(options) - DATABASE_OPTIONS):
        raise WrongSetting(f"{name} has the unknown option {unknown[0]!r}. Use: {', '.join(sorted(DATABASE_OPTIONS))}.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(options),
    }


def _email(name: str, value: str) -> dict[str, Any]:
    parts = _split(name, value, "smtp+tls://user:password@mail.example.com:587")
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme not in {"smtp", "smtp+tls", "smtp+ssl"} or not parts.hostname:
        raise WrongSetting(f"{name} is not a mail address we can send by. Enter smtp+tls://user:password@host:587.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtp+ssl",
        "EMAIL_TIMEOUT": 20,
    }


def _mail_folder(folder: Path) -> dict[str, Any]:
    return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": str(folder)}
