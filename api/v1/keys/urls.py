"""The address of the key pool."""

from django.urls import path

from api.v1.keys.views import Keys

urlpatterns = [
    path("keys/", Keys.as_view({"get": "list"})),
    path("keys/suppliers/", Keys.as_view({"get": "suppliers"})),
]
