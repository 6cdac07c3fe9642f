"""Every address under /api/: the areas of version 1, the description and its page, and a plain 404 for the rest."""

from django.urls import include, path, re_path

from api import description
from api.not_there import NotThere

app_name = "api"

urlpatterns = [
    path("openapi.yaml", description.openapi, name="openapi"),
    path("docs/", description.docs, name="docs"),
    path("v1/", include("api.v1.urls")),
    path("", include("api.aliases.urls")),
    re_path("", NotThere.as_view(), name="not_there"),  # a newline is no end of an address either
]
