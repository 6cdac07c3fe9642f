"""The addresses of joint parcels."""

from django.urls import path

from api.v1.joint_parcels.views import JointParcels

urlpatterns = [
    path("joint-parcels/", JointParcels.as_view({"get": "list", "post": "create"})),
    path("joint-parcels/suggestions/", JointParcels.as_view({"get": "suggestions"})),
    path("joint-parcels/<uuid:pk>/", JointParcels.as_view({"get": "retrieve"})),
    path("joint-parcels/<uuid:pk>/ship/", JointParcels.as_view({"post": "ship"})),
    path("joint-parcels/<uuid:pk>/take-out/", JointParcels.as_view({"post": "take_out"})),
    path("joint-parcels/<uuid:pk>/part/", JointParcels.as_view({"post": "part"})),
]
