"""Registers the API with Django."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The face for programs."""

    name = "api"
    verbose_name = "API"
