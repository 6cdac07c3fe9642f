"""The tests: a real PostgreSQL in var/test-postgres (or by DATABASE_URL), cheap passwords, keys that mean nothing."""

from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES, EMBEDDED_POSTGRES, STORAGES, VAR, embedded_database, env

SECRET_KEY = "only-for-tests-" + "0" * 32
FERNET_KEYS = ["dGVzdC1rZXktMC10ZXN0LWtleS0wLXRlc3Qta2V5LTA="]

if EMBEDDED_POSTGRES:
    EMBEDDED_POSTGRES = VAR / "test-postgres"
    DATABASES["default"] = embedded_database(EMBEDDED_POSTGRES, "postgres")
DATABASES["default"]["OPTIONS"].pop("pool", None)
# A commit is seen by everybody at once and survives every killed process; only on the disk it comes later, which no
# test asks of this connection (tests/config/test_postgres.py opens its own). Waiting for it is most of a commit.
DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"
DATABASES["default"]["TEST"] = {"NAME": env.given("ORION_TEST_DB") or "test_orion"}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
CELERY_BROKER_URL = "memory://localhost/"
