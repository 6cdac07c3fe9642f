"""Addresses of fulfilment; `urls.py` joins them with the others."""

from django.urls import path

from dashboard.views.fulfilment import packing, printing, shipments, waiting

fulfilment = [
    path("fulfilment/", packing.packing, name="fulfilment"),
    path("fulfilment/waiting/", waiting.waiting, name="fulfilment_waiting"),
    path("fulfilment/shipments/", shipments.listing, name="fulfilment_shipments"),
    path("fulfilment/print/", printing.page, name="fulfilment_print"),
    path("fulfilment/sheets.pdf", printing.pdf, name="fulfilment_pdf"),
]
