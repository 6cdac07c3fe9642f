"""The engine's one public address: pushes come in here."""

from django.urls import path, re_path

from sync import views
from sync.feed_files.serving import feed

app_name = "sync"

urlpatterns = [
    path("feeds/<str:token>/<str:name>", feed, name="feed"),
    path("hooks/<slug:code>/<str:token>/", views.hook, name="hook"),
    # Some marketplaces put a word behind the address, with or without minding the slash that it ends with.
    re_path(
        r"^hooks/(?P<code>[-\w]+)/(?P<token>[^/]+)//?(?P<tail>[^/]+)/?$", views.hook_with_tail, name="hook_with_tail"
    ),
]
