"""The addresses of orders."""

from django.urls import path

from api.v1.orders.views import Orders

ACTS = (
    "ship", "cancel", "refund", "hold", "release", "confirm", "archive", "restore", "retry", "phone", "label", "marks",
)  # fmt: skip

urlpatterns = [
    path("orders/", Orders.as_view({"get": "list"})),
    path("orders/<uuid:pk>/", Orders.as_view({"get": "retrieve"})),
    path("orders/<uuid:pk>/notes/", Orders.as_view({"get": "notes", "patch": "write_notes"})),
    path("orders/<uuid:pk>/cancel-reasons/", Orders.as_view({"get": "cancel_reasons"})),
    path("orders/<uuid:pk>/refund-reasons/", Orders.as_view({"get": "refund_reasons"})),
    path("orders/<uuid:pk>/answer-cancellation/", Orders.as_view({"post": "answer_cancellation"})),
    *(path(f"orders/<uuid:pk>/{act}/", Orders.as_view({"post": act})) for act in ACTS),
]
