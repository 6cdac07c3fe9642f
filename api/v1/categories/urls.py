"""The addresses of categories."""

from django.urls import path

from api.v1.categories.views import Categories

urlpatterns = [
    path("connections/<uuid:pk>/categories/", Categories.as_view({"get": "list", "put": "choose"})),
    path("connections/<uuid:pk>/categories/read/", Categories.as_view({"post": "read"})),
]
