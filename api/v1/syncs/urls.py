"""The addresses of runs, under both their names."""

from django.urls import path

from api.v1.syncs.views import SyncLogs, Syncs

urlpatterns = [
    path("syncs/", Syncs.as_view({"get": "list", "post": "create"})),
    path("syncs/<uuid:pk>/", Syncs.as_view({"get": "retrieve"})),
    path("syncs/<uuid:pk>/items/", Syncs.as_view({"get": "items"})),
    path("syncs/<uuid:pk>/stop/", Syncs.as_view({"post": "stop"})),
    path("syncs/<uuid:pk>/retry/", Syncs.as_view({"post": "retry"})),
    path("sync-logs/", SyncLogs.as_view({"get": "list"})),
    path("sync-logs/<uuid:pk>/", SyncLogs.as_view({"get": "retrieve"})),
    path("sync-logs/<uuid:pk>/items/", SyncLogs.as_view({"get": "items"})),
]
