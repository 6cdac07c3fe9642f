"""The engine's public addresses: pushes come in here, and the calls of shops that send their orders by themselves."""

from django.urls import path, register_converter

from sync import views
from sync.feed_files.serving import feed


class Receiving:
    """The code of a marketplace whose shops call us. Any other word is an area of the API: its address is not ours."""

    regex = "[a-z0-9_]+"

    def to_python(self, value: str) -> str:
        from sync.intake.answering import intake_of  # connectors are loaded by the first call, not by the start

        if intake_of(value) is None:
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Receiving, "receiving")

app_name = "sync"
#: Some marketplaces put a word behind the address of pushes, with or without minding the slash that it ends with.
TAILS = ("<str:tail>", "<str:tail>/", "/<str:tail>")

urlpatterns = [
    path("feeds/<str:token>/<str:name>", feed, name="feed"),
    path("hooks/<slug:code>/<str:token>/", views.hook, name="hook"),
    *(path(f"hooks/<slug:code>/<str:token>/{tail}", views.hook_with_tail) for tail in TAILS),
    path("api/v1/<receiving:code>/<uuid:connection>/<path:rest>", views.intake, name="intake"),
]
