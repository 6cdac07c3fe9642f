"""Gathers the addresses of the areas: every folder here that has a `urls` brings its own."""

import pkgutil
from importlib import import_module

import api.v1

urlpatterns = [
    pattern
    for area in sorted(module.name for module in pkgutil.iter_modules(api.v1.__path__) if module.ispkg)
    for pattern in import_module(f"api.v1.{area}.urls").urlpatterns
]
