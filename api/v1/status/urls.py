"""The addresses of health and status."""

from django.urls import path

from api.v1.status.views import Health, Status

urlpatterns = [
    path("health/", Health.as_view({"get": "retrieve"})),
    path("status/", Status.as_view({"get": "list"})),
]
