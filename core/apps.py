"""Registers the floor with Django."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Stores, members, roles and everything that knows no marketplace."""

    name = "core"
    verbose_name = "Stores and members"
