"""The address of audits."""

from django.urls import path

from api.v1.audits.views import Audits

urlpatterns = [path("audits/", Audits.as_view({"get": "list"}))]
