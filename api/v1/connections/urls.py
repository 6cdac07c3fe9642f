"""The addresses of connections."""

from django.urls import path

from api.v1.connections.views import Connections

ACTS = ("test", "rotate", "reconnect", "pause", "resume", "disconnect")

urlpatterns = [
    path("connections/", Connections.as_view({"get": "list", "post": "create"})),
    path("connections/<uuid:pk>/", Connections.as_view({"get": "retrieve", "patch": "rename"})),
    path("connections/<uuid:pk>/switches/", Connections.as_view({"patch": "switches"})),
    path("connections/<uuid:pk>/carriers/", Connections.as_view({"get": "carriers", "patch": "name_carriers"})),
    *(path(f"connections/<uuid:pk>/{act}/", Connections.as_view({"post": act})) for act in ACTS),
]
