"""The addresses of imports."""

from django.urls import path

from api.v1.imports.views import Imports

urlpatterns = [
    path("imports/", Imports.as_view({"get": "list", "post": "create"})),
    path("imports/look/", Imports.as_view({"post": "look"})),
    path("imports/<uuid:pk>/", Imports.as_view({"get": "retrieve"})),
    path("imports/<uuid:pk>/rows/", Imports.as_view({"get": "rows"})),
    path("imports/<uuid:pk>/retry/", Imports.as_view({"post": "retry"})),
    path("imports/<uuid:pk>/go-on/", Imports.as_view({"post": "go_on"})),
    path("imports/<uuid:pk>/drop/", Imports.as_view({"post": "drop"})),
]
