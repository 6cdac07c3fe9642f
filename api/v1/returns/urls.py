"""The addresses of returns."""

from django.urls import path

from api.v1.returns.views import Returns

urlpatterns = [
    path("returns/", Returns.as_view({"get": "list"})),
    path("returns/<uuid:pk>/", Returns.as_view({"get": "retrieve"})),
]
