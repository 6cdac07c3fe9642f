"""Configuration is an app too, so that its commands are found."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "Orion"

    def ready(self) -> None:
        from django.conf import settings

        from config import (
            celery,  # noqa: F401  (shared tasks bind to the app that was made last)
            logs,
        )

        logs.configure(settings.LOG_LEVEL, json_lines=settings.LOG_JSON)
