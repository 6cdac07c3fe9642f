"""The addresses of dispatches: of one connection, read there."""

from django.urls import path

from api.v1.dispatches.views import Dispatches

urlpatterns = [
    path("connections/<uuid:pk>/dispatches/", Dispatches.as_view({"get": "list"})),
    path("connections/<uuid:pk>/dispatches/confirm/", Dispatches.as_view({"post": "confirm"})),
    path("connections/<uuid:pk>/dispatches/act/", Dispatches.as_view({"post": "act"})),
]
