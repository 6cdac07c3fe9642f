"""Addresses of acts on many orders, kept views, customers and fulfilment; `urls.py` joins them with the others."""

from django.urls import path

from dashboard.views.customers import listing as customer_list
from dashboard.views.customers import page as customer_page
from dashboard.views.fulfilment import dispatches, packing, printing, shipments, supplies, supply, together, waiting
from dashboard.views.invoices import issuing
from dashboard.views.invoices import listing as invoice_list
from dashboard.views.orders import (
    accepting,
    bulk,
    exporting,
    giving_back,
    keeping,
    marking,
    practice,
    remembered,
    returned,
    returns,
)

orders = [
    path("orders/acts/<uuid:pk>/", bulk.following, name="orders_bulk"),
    path("orders/export.csv", exporting.export, name="orders_export"),
    path("orders/ticks/", remembered.turn, name="orders_ticks"),
    path("orders/columns/", keeping.columns, name="orders_columns"),
    path("orders/views/", keeping.keep, name="orders_view_keep"),
    path("orders/views/<uuid:pk>/", keeping.change, name="orders_view"),
    path("orders/views/<uuid:pk>/forget/", keeping.forget, name="orders_view_forget"),
    path("orders/practice/", practice.practice, name="orders_practice"),
    path("orders/<uuid:pk>/accept/", accepting.accept, name="order_accept"),
    path("orders/<uuid:pk>/marks/", marking.marks, name="order_marks"),
    path("orders/<uuid:pk>/answer/", returns.answer, name="order_answer"),
    path("orders/<uuid:pk>/give-back/", giving_back.giving_back, name="order_give_back"),
    path("orders/<uuid:pk>/returns/<uuid:came_back>/refund/", returns.give_refund, name="order_refund"),
    path("orders/<uuid:pk>/returns/<uuid:came_back>/sheet.pdf", returns.sheet, name="order_return_sheet"),
    path("orders/<uuid:pk>/returns/<uuid:came_back>/goods/<uuid:goods>/", returned.decide, name="order_returned"),
]

invoices = [
    path("invoices/", invoice_list.listing, name="invoices"),
    path("invoices/export.csv", invoice_list.export, name="invoices_export"),
    path("invoices/<uuid:pk>/invoice.pdf", invoice_list.pdf, name="invoice_pdf"),
    path("invoices/<uuid:pk>/credit/", issuing.credit, name="invoice_credit"),
    path("orders/<uuid:pk>/invoice/", issuing.issue, name="order_invoice"),
]

customers = [
    path("customers/", customer_list.listing, name="customers"),
    path("customers/<uuid:pk>/", customer_page.page, name="customer"),
    path("customers/<uuid:pk>/phone/", customer_page.phone, name="customer_phone"),
]

fulfilment = [
    path("fulfilment/", packing.packing, name="fulfilment"),
    path("fulfilment/waiting/", waiting.waiting, name="fulfilment_waiting"),
    path("fulfilment/shipments/", shipments.listing, name="fulfilment_shipments"),
    path("fulfilment/together/", together.listing, name="fulfilment_together"),
    path("fulfilment/together/pack/", together.pack, name="fulfilment_pack"),
    path("fulfilment/together/<uuid:pk>/", together.joint, name="fulfilment_joint"),
    path("fulfilment/together/<uuid:pk>/part/", together.part, name="fulfilment_part"),
    path("fulfilment/together/<uuid:pk>/orders/<uuid:order>/out/", together.take_out, name="fulfilment_take_out"),
    path("fulfilment/supplies/", supplies.listing, name="fulfilment_supplies"),
    path("fulfilment/supplies/open/", supplies.open_one, name="supply_open"),
    path("fulfilment/supplies/<uuid:pk>/", supply.page, name="supply"),
    path("fulfilment/supplies/<uuid:pk>/fill/", supply.fill, name="supply_fill"),
    path("fulfilment/supplies/<uuid:pk>/take-out/", supply.empty, name="supply_empty"),
    path("fulfilment/supplies/<uuid:pk>/hand-over/", supply.leave, name="supply_leave"),
    path("fulfilment/supplies/<uuid:pk>/labels/", supply.print_stickers, name="supply_stickers"),
    path("fulfilment/supplies/<uuid:pk>/code/", supply.print_code, name="supply_code"),
    path("fulfilment/dispatches/", dispatches.listing, name="fulfilment_dispatches"),
    path("fulfilment/dispatches/<uuid:pk>/confirm/", dispatches.confirming, name="dispatch_confirm"),
    path("fulfilment/dispatches/<uuid:pk>/act/", dispatches.act, name="dispatch_act"),
    path("fulfilment/print/", printing.page, name="fulfilment_print"),
    path("fulfilment/sheets.pdf", printing.pdf, name="fulfilment_pdf"),
]
