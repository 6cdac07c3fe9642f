"""The addresses of a product's words."""

from django.urls import path

from api.v1.translations.views import Translations

urlpatterns = [
    path("products/<uuid:pk>/translations/", Translations.as_view({"get": "list"})),
    path(
        "products/<uuid:pk>/translations/<str:language>/",
        Translations.as_view({"get": "retrieve", "put": "write", "delete": "remove"}),
    ),
]
