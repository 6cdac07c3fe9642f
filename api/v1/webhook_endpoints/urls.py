"""The addresses of outgoing webhooks."""

from django.urls import path

from api.v1.webhook_endpoints.views import Deliveries, Endpoints

ACTS = {"rotate-secret": "rotate", "ping": "ping", "resend": "resend"}

urlpatterns = [
    path("webhooks/endpoints/", Endpoints.as_view({"get": "list", "post": "create"})),
    path(
        "webhooks/endpoints/<uuid:pk>/",
        Endpoints.as_view({"get": "retrieve", "patch": "change", "delete": "remove"}),
    ),
    *(path(f"webhooks/endpoints/<uuid:pk>/{word}/", Endpoints.as_view({"post": act})) for word, act in ACTS.items()),
    path("webhooks/deliveries/", Deliveries.as_view({"get": "list"})),
    path("webhooks/deliveries/<uuid:pk>/", Deliveries.as_view({"get": "retrieve"})),
    path("webhooks/deliveries/<uuid:pk>/resend/", Deliveries.as_view({"post": "resend"})),
]
