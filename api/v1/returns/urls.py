"""The addresses of returns."""

from django.urls import path

from api.v1.returns.views import Returns

urlpatterns = [
    path("returns/", Returns.as_view({"get": "list"})),
    path("returns/<uuid:pk>/", Returns.as_view({"get": "retrieve"})),
    path("returns/<uuid:pk>/decide/", Returns.as_view({"post": "decide"})),
    path("returns/<uuid:pk>/put-back/", Returns.as_view({"post": "put_back"})),
    path("returns/<uuid:pk>/write-off/", Returns.as_view({"post": "write_off"})),
]
