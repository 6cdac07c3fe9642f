"""How the admin looks: its own theme in our colours, with our sign."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy


def _icon(request: HttpRequest) -> str:
    return static("icon.svg")


#: --accent of tokens.css is 600, its hover 700, its dark face 500; the rest lies between the tokens on the same line.
ACCENT = {
    "50": "#f2f5fd", "100": "#e1e8fa", "200": "#c6d3f6", "300": "#a3b8ff", "400": "#7f9bff", "500": "#4666e0",
    "600": "#2a4fc4", "700": "#1f3d9f", "800": "#1d3480", "900": "#1c2d63", "950": "#121933",
}  # fmt: skip

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Orion administration",
    "SITE_HEADER": "Orion",
    "SITE_SUBHEADER": "Administration",
    "SITE_ICON": _icon,
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": _icon}],
    "SITE_URL": "/",
    "COLORS": {"primary": ACCENT},
    "SITE_DROPDOWN": [{"icon": "stethoscope", "title": "Doctor", "link": reverse_lazy("doctor")}],
}
