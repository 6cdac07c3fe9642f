"""Registers the engine with Django."""

from django.apps import AppConfig


class SyncConfig(AppConfig):
    """Runs and what drives them."""

    name = "sync"
    verbose_name = "Syncs"
