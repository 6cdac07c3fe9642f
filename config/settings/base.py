"""What every environment has in common; the differences are in dev, test and production."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from config.admin_look import UNFOLD as UNFOLD
from config.env import Environment
from config.postgres import socket_folder

env = Environment()

BASE_DIR = Path(__file__).resolve().parents[2]
VAR = env.folder("ORION_VAR", BASE_DIR / "var")
DEBUG = False

OUR_APPS = ["core", "marketplaces", "inventory", "orders", "fulfillment", "sync", "dashboard", "api", "config"]
INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.simple_history",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "simple_history",
    "django_htmx",
    "django_celery_beat",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rules",
    "axes",
    "django_otp",
    *OUR_APPS,
]
MIDDLEWARE = [
    "config.csp.ContentSecurityPolicy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dashboard.reader.ReadersLanguage",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dashboard.context.frame",
            ]
        },
    }
]

# Database -----------------------------------------------------------------------------------------------------------
WEB_THREADS = env.number("WEB_THREADS", 8, 1, 64)
# Most runs wait for a marketplace: with a thread for each shop, telling all takes as long as the slowest.
WORKER_THREADS = env.number("WORKER_THREADS", 16, 1, 64)


def embedded_database(data: Path, name: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": "postgres",
        "HOST": str(socket_folder(data)),
        "OPTIONS": {},
    }


_by_url = env.database("DATABASE_URL")
EMBEDDED_POSTGRES: Path | None = None if _by_url else VAR / "postgres"
DATABASES: dict[str, dict[str, Any]] = {"default": _by_url or embedded_database(VAR / "postgres", "orion")}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Beside the threads: leases, deliveries and the clock, and a page read ahead by each run that reads.
_at_most = WEB_THREADS + WORKER_THREADS + 4 + max(4, WORKER_THREADS // 4)
DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": _at_most, "timeout": 10}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People and secrets -------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "core.User"
# The e-mail is unique without regard to case, by a constraint on Lower("email"), which this check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# So many wrong passwords for one address from one place, and both are locked together for a while; guessing from one
# place locks nobody out elsewhere. The page itself says until when (`dashboard/views/session`).
SIGN_IN_LOCK = timedelta(minutes=15)
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = SIGN_IN_LOCK
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "core.services.locks.typed_address"
AXES_LOCKOUT_CALLABLE = "core.services.locks.as_answered"
AXES_CLIENT_IP_CALLABLE = "core.services.locks.place"
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"
SESSION_ENGINE = "core.sessions"
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
FERNET_USE_HKDF = False
SIMPLE_HISTORY_HISTORY_ID_USE_UUID = True

# Addresses ----------------------------------------------------------------------------------------------------------
PUBLIC_URL = env.origin("PUBLIC_URL", "http://127.0.0.1:8000")
PUBLIC_URL_GIVEN = bool(env.given("PUBLIC_URL"))
SANDBOX_URL = env.origin("SANDBOX_URL", "http://127.0.0.1:8100")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", [urlsplit(PUBLIC_URL).hostname or "", "127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
# What the sign-in page offers to whoever wants to look around: set by the demo in its own process, never by a setting.
DEMO_SIGN_IN: tuple[str, str] | None = None
# How many proxies of ours stand before us, each adding the address it saw; unsigned pushes are judged by it.
BEHIND_PROXY = env.flag("BEHIND_PROXY")
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 1 if BEHIND_PROXY else 0, 0, 9)
# Outgoing webhooks of merchants lead into this machine's own network only where its operator says so.
WEBHOOK_PRIVATE_ADDRESSES = env.flag("WEBHOOK_PRIVATE_ADDRESSES")
# So do the addresses that merchants let feeds be fetched from.
IMPORT_PRIVATE_ADDRESSES = env.flag("IMPORT_PRIVATE_ADDRESSES")

# Files, languages, mail ---------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"] if (BASE_DIR / "static").exists() else []
STATIC_ROOT = VAR / "static"
MEDIA_ROOT = VAR / "media"
FEED_FOLDER = env.folder("FEED_FOLDER", VAR / "feeds-out")
IMPORT_FOLDER = env.folder("IMPORT_FOLDER", VAR / "feeds-in")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = False
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("fr", "Français"), ("ru", "Русский"), ("uz", "Oʻzbekcha")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_FROM_EMAIL = env.given("DEFAULT_FROM_EMAIL") or "Orion <orion@localhost>"
globals().update(env.email("EMAIL_URL", VAR / "mail"))

# Log lines: config.logs sets the only handler up, so that every line is redacted --------------------------------------
LOGGING_CONFIG = None
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", ["DEBUG", "INFO", "WARNING", "ERROR"])
LOG_JSON = env.flag("LOG_JSON")

# Tasks --------------------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = env.broker("CELERY_BROKER_URL")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
# A tick that was not fetched before the next one is due is worth nothing: it expires instead of piling up.
CELERY_BEAT_SCHEDULE = {
    name: {
        "task": f"sync.tasks.{name}",
        "schedule": timedelta(seconds=seconds),
        "options": {"expire_seconds": seconds * 2},
    }
    for name, seconds in {
        "run_due": 2,
        "drain_outbound": 1,
        "process_webhooks": 1,
        "tell_news": 2,
        "read_queues": 60,
        "provide_keys": 3,
        "read_balances": 60,
        "keep_told": 300,
        "housekeeping": 600,
    }.items()
}
CELERY_BEAT_SCHEDULE["sweep"] = {"task": "api.tasks.sweep", "schedule": timedelta(hours=1)}
CELERY_BEAT_SCHEDULE["sweep_sign_ins"] = {"task": "core.tasks.sweep", "schedule": timedelta(hours=1)}
CELERY_BEAT_SCHEDULE["tell_programs"] = {
    "task": "api.tasks.tell_programs",
    "schedule": timedelta(seconds=2),
    "options": {"expire_seconds": 4},
}

# The API: `api/` has its parts; only a token opens it -----------------------------------------------------------------
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.auth.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["api.scopes.ScopeAndRole"],
    "DEFAULT_THROTTLE_CLASSES": ["api.throttling.TokenThrottle"],
    "DEFAULT_PARSER_CLASSES": ["api.parsers.PlainJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "api.negotiation.AlwaysJSON",
    "DEFAULT_SCHEMA_CLASS": "api.schema.EndpointSchema",
    "EXCEPTION_HANDLER": "api.errors.answer_error",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Orion",
    "DESCRIPTION": "One back office for every marketplace a merchant sells on. A token belongs to one store.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": ["api.schema.declare_errors"],
}
API_CALLS_PER_MINUTE = env.number("API_CALLS_PER_MINUTE", 600, 1, 1_000_000)
API_BURST = env.number("API_BURST", 60, 1, 100_000)
