"""The addresses of a shop's schedules."""

from django.urls import path

from api.v1.schedules.views import Schedules

urlpatterns = [
    path("connections/<uuid:pk>/schedules/", Schedules.as_view({"get": "list"})),
    path("connections/<uuid:pk>/schedules/<str:sync_type>/", Schedules.as_view({"get": "retrieve", "patch": "change"})),
]
