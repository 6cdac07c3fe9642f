"""The addresses of fee rules."""

from django.urls import path

from api.v1.fee_rules.views import FeeRules

urlpatterns = [path("connections/<uuid:pk>/fee-rules/", FeeRules.as_view({"get": "list", "post": "create"}))]
