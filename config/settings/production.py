"""A server that others reach: keys and database must be given, cookies travel over https only."""

from urllib.parse import urlsplit

from config.settings.base import *  # noqa: F403
from config.settings.base import BEHIND_PROXY, PUBLIC_URL, SILENCED_SYSTEM_CHECKS, env

env.required("SECRET_KEY", "at least 32 random characters")
env.required("FERNET_KEYS", "one or more keys of 32 bytes in URL-safe base64, comma separated, the newest first")
env.required("DATABASE_URL", "postgresql://user:password@host:5432/orion")
env.required("PUBLIC_URL", "the address people and marketplaces reach Orion at, such as https://orion.example.com")
SECRET_KEY = env.secret("SECRET_KEY")
FERNET_KEYS = env.fernet_keys("FERNET_KEYS")

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = urlsplit(PUBLIC_URL).scheme == "https"
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
# Who ends TLS before us sends people from http to https; subdomains and browsers' lists are not ours to decide.
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "security.W005", "security.W008", "security.W021"]
