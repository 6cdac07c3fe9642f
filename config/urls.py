"""Every address of the house; each app brings its own."""

from importlib import import_module
from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

from dashboard.views.session import admin_gate
from sync.doctor.page import doctor

# The administration has no way in of its own: lock and second step stand before both.
urlpatterns = [
    path("admin/login/", admin_gate),
    path("admin/doctor/", admin.site.admin_view(doctor), name="doctor"),
    path("admin/", admin.site.urls),
]
# Pushes come most often and in bursts: theirs is the first address that is looked at.
for app, prefix in (("sync", ""), ("dashboard", ""), ("api", "api/")):
    if find_spec(f"{app}.urls"):
        urlpatterns.append(path(prefix, include(f"{app}.urls")))
if find_spec("api.aliases"):
    urlpatterns += import_module("api.aliases.urls").health

handler400, handler500 = "api.unreached.bad_request", "api.unreached.server_error"
