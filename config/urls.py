"""Every address of the house; each app brings its own."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

urlpatterns = [path("admin/", admin.site.urls)]
for app, prefix in (("dashboard", ""), ("api", "api/"), ("sync", "")):
    if find_spec(f"{app}.urls"):
        urlpatterns.append(path(prefix, include(f"{app}.urls")))
