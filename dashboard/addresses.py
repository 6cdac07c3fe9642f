"""Addresses of the shops, of stock, of the syncs and of analytics; `urls.py` joins them with the others."""

from django.urls import path

from dashboard.views.analytics import files as analytics_files
from dashboard.views.analytics import page as analytics_page
from dashboard.views.analytics import syncs as analytics_syncs
from dashboard.views.analytics import theirs as analytics_theirs
from dashboard.views.connect import choose, consent, keys, practice
from dashboard.views.connections import acts as shop_acts
from dashboard.views.connections import attributes, categories
from dashboard.views.connections import carriers as shop_carriers
from dashboard.views.connections import fees as shop_fees
from dashboard.views.connections import listing as shop_list
from dashboard.views.connections import page as shop_page
from dashboard.views.connections import publication as shop_publication
from dashboard.views.connections import stock as shop_stock
from dashboard.views.inventory import adjust, count_sheets, ledger, store_rule, why
from dashboard.views.inventory import listing as stock_list
from dashboard.views.syncs import calls, imports, run, runs, schedules, waiting, webhooks

connections = [
    path("connections/", shop_list.listing, name="connections"),
    path("connections/<uuid:pk>/", shop_page.page, name="connection"),
    path("connections/<uuid:pk>/test/", shop_acts.test, name="connection_test"),
    path("connections/<uuid:pk>/sync/<slug:sync_type>/", shop_acts.sync, name="connection_sync"),
    path("connections/<uuid:pk>/switches/", shop_acts.switches, name="connection_switches"),
    path("connections/<uuid:pk>/pause/", shop_acts.pause, name="connection_pause"),
    path("connections/<uuid:pk>/resume/", shop_acts.resume, name="connection_resume"),
    path("connections/<uuid:pk>/disconnect/", shop_acts.disconnect, name="connection_disconnect"),
    path("connections/<uuid:pk>/pushes/", shop_acts.pushes, name="connection_pushes"),
    path("connections/<uuid:pk>/keys/", keys.change, name="connection_keys"),
    path("connections/<uuid:pk>/warehouses/", shop_stock.warehouses, name="connection_warehouses"),
    path("connections/<uuid:pk>/warehouses/read/", shop_stock.read_warehouses, name="connection_read_warehouses"),
    path("connections/<uuid:pk>/rule/", shop_stock.rule, name="connection_rule"),
    path("connections/<uuid:pk>/categories/", categories.categories, name="connection_categories"),
    path("connections/<uuid:pk>/attributes/", attributes.attributes, name="connection_attributes"),
    path("connections/<uuid:pk>/attributes/choose/", attributes.choose, name="connection_attribute"),
    path("connections/<uuid:pk>/attributes/read/", attributes.read, name="connection_attributes_read"),
    path("connections/<uuid:pk>/categories/choose/", categories.choose, name="connection_category"),
    path("connections/<uuid:pk>/categories/read/", categories.read, name="connection_categories_read"),
    path("connections/<uuid:pk>/drift/", shop_stock.drift, name="connection_drift"),
    path("connections/<uuid:pk>/carriers/", shop_carriers.carriers, name="connection_carriers"),
    path("connections/<uuid:pk>/fees/", shop_fees.fees, name="connection_fees"),
    path("connections/<uuid:pk>/opening/", shop_stock.opening_counts, name="connection_opening"),
    path("connections/<uuid:pk>/earlier/", shop_acts.earlier_orders, name="connection_earlier"),
    path("connections/<uuid:pk>/feeds/", shop_publication.publication, name="connection_feeds"),
    path("connections/<uuid:pk>/let-go/", shop_stock.let_go, name="connection_let_go"),
    path("connect/", choose.choose, name="connect"),
    path("connect/practice/", practice.practice, name="connect_practice"),
    path("connect/<slug:code>/", keys.new, name="connect_keys"),
    path("connect/<slug:code>/callback/", consent.callback, name="connect_callback"),
]

inventory = [
    path("inventory/", stock_list.listing, name="inventory"),
    path("inventory/act/", stock_list.act, name="inventory_act"),
    path("inventory/rule/", store_rule.store_rule, name="store_stock_rule"),
    path("inventory/adjust/", adjust.choose, name="adjust_choose"),
    path("inventory/counts/", count_sheets.counts, name="counts"),
    path("inventory/counts/sheet.pdf", count_sheets.pdf, name="count_sheet_pdf"),
    path("inventory/counts/sheet.csv", count_sheets.blank, name="count_sheet_csv"),
    path("inventory/<uuid:pk>/adjust/", adjust.adjust, name="adjust"),
    path("inventory/<uuid:pk>/adjust/preview/", adjust.preview, name="adjust_preview"),
    path("inventory/<uuid:pk>/send/", stock_list.send, name="stock_send"),
    path("inventory/<uuid:pk>/ledger/", ledger.ledger, name="ledger"),
    path("inventory/<uuid:pk>/why/", why.variant, name="why_variant"),
    path("inventory/listings/<uuid:pk>/why/", why.listing, name="why_listing"),
]

syncs = [
    path("syncs/", runs.runs, name="syncs"),
    path("syncs/waiting/", waiting.waiting, name="syncs_waiting"),
    path("syncs/waiting/<uuid:pk>/again/", waiting.try_again, name="sync_try_again"),
    path("syncs/schedules/", schedules.schedules, name="syncs_schedules"),
    path("syncs/schedules/<uuid:pk>/", schedules.save, name="schedule"),
    path("syncs/webhooks/", webhooks.webhooks, name="syncs_webhooks"),
    path("syncs/webhooks/<uuid:pk>/replay/", webhooks.replay, name="webhook_replay"),
    path("syncs/calls/", calls.calls, name="syncs_calls"),
    path("syncs/<uuid:pk>/", run.run, name="sync_run"),
    path("syncs/<uuid:pk>/stop/", run.stop, name="sync_stop"),
    path("syncs/<uuid:pk>/again/", run.again, name="sync_again"),
    path("syncs/<uuid:pk>/go-on/", imports.go_on, name="import_go_on"),
    path("syncs/<uuid:pk>/drop/", imports.drop, name="import_drop"),
    path("syncs/<uuid:pk>/refused.csv", imports.refused, name="import_refused"),
    path("syncs/<uuid:pk>/items/again/", run.retry_refused, name="sync_retry_all"),
    path("syncs/<uuid:pk>/items/<uuid:item>/again/", run.retry, name="sync_retry"),
]

analytics = [
    path("analytics/", analytics_page.page, name="analytics"),
    path("analytics/rows.csv", analytics_files.rows, name="analytics_rows"),
    path("analytics/orders.csv", analytics_files.orders, name="analytics_orders"),
    path("analytics/marketplaces/", analytics_theirs.page, name="analytics_theirs"),
    path("analytics/syncs/", analytics_syncs.page, name="analytics_syncs"),
]
