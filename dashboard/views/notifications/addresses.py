"""Addresses of notifications and mails; `dashboard.urls` joins them with the others."""

from django.urls import path

from dashboard.views.notifications import buyers, choosing, mails, page, stopping

notifications = [
    path("notifications/", page.listing, name="notifications"),
    path("notifications/bell/", page.bell, name="bell"),
    path("notifications/open/", page.opening, name="notification_open"),
    path("notifications/read/", page.read, name="notifications_read"),
    path("notifications/stop/<str:token>/", stopping.stop, name="digest_stop"),
    path("settings/notifications/", choosing.choosing, name="settings_notifications"),
    path("settings/mails/", mails.mails, name="settings_mails"),
    path("settings/mails/buyers/", buyers.switch, name="mails_buyers"),
    path("settings/mails/<slug:letter>/in/<slug:language>/", mails.words, name="mail_words"),
]
