"""The addresses of import sources."""

from django.urls import path

from api.v1.import_sources.views import ImportSources

urlpatterns = [
    path("import-sources/", ImportSources.as_view({"get": "list", "post": "create"})),
    path(
        "import-sources/<uuid:pk>/", ImportSources.as_view({"get": "retrieve", "patch": "change", "delete": "remove"})
    ),
    path("import-sources/<uuid:pk>/test/", ImportSources.as_view({"post": "test"})),
    path("import-sources/<uuid:pk>/fetch/", ImportSources.as_view({"post": "fetch"})),
]
