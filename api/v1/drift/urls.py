"""The addresses of drift."""

from django.urls import path

from api.v1.drift.views import DriftPolicies, Drifts

urlpatterns = [
    path("drift/", Drifts.as_view({"get": "list"})),
    path("drift/decide/", Drifts.as_view({"post": "decide"})),
    path("drift/<uuid:pk>/", Drifts.as_view({"get": "retrieve"})),
    *(path(f"drift/<uuid:pk>/{act}/", Drifts.as_view({"post": act})) for act in ("heal", "accept", "watch")),
    path("connections/<uuid:pk>/drift-policy/", DriftPolicies.as_view({"get": "retrieve", "patch": "change"})),
]
