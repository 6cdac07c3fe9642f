"""The addresses of invoices."""

from django.urls import path

from api.v1.invoices.views import Invoices

urlpatterns = [
    path("invoices/", Invoices.as_view({"get": "list", "post": "create"})),
    path("invoices/<uuid:pk>/", Invoices.as_view({"get": "retrieve"})),
    path("invoices/<uuid:pk>/credit/", Invoices.as_view({"post": "credit"})),
]
