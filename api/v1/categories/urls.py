"""The addresses of categories."""

from django.urls import path

from api.v1.categories.attributes import Attributes
from api.v1.categories.views import Categories

urlpatterns = [
    path("connections/<uuid:pk>/categories/", Categories.as_view({"get": "list", "put": "choose"})),
    path("connections/<uuid:pk>/attributes/", Attributes.as_view({"get": "list", "put": "choose"})),
    path("connections/<uuid:pk>/attributes/read/", Attributes.as_view({"post": "read"})),
    path("connections/<uuid:pk>/categories/read/", Categories.as_view({"post": "read"})),
]
