"""The addresses of a shop's feed files."""

from django.urls import path

from api.v1.feed_files.views import FeedFiles

urlpatterns = [
    path("connections/<uuid:pk>/feeds/", FeedFiles.as_view({"get": "retrieve"})),
    path("connections/<uuid:pk>/feeds/write/", FeedFiles.as_view({"post": "write"})),
    path("connections/<uuid:pk>/feeds/address/", FeedFiles.as_view({"post": "rotate", "delete": "withdraw"})),
]
