"""The addresses of what was pushed to us."""

from django.urls import path

from api.v1.webhooks_received.views import Received

urlpatterns = [
    path("webhooks/received/", Received.as_view({"get": "list"})),
    path("webhooks/received/<uuid:pk>/", Received.as_view({"get": "retrieve"})),
    path("webhooks/received/<uuid:pk>/replay/", Received.as_view({"post": "replay"})),
]
