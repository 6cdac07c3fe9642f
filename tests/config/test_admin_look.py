"""The admin wears our colours: those of the tokens, and no others."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from config.admin_look import ACCENT
from core.models import User

TOKENS = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text()


def token(name: str) -> tuple[str, str]:
    """Its light and its dark face."""
    found = re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\)", TOKENS)
    assert found
    return found[1], found[2]


def test_its_accent_is_the_accent_of_the_tokens() -> None:
    assert (ACCENT["600"], ACCENT["500"]) == token("accent")
    assert ACCENT["700"] == token("accent-hover")[0]


@pytest.mark.django_db
def test_its_pages_carry_our_name_sign_and_accent() -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("staff@example.org", "secret-enough"))
    text = client.get("/admin/").content.decode()
    assert "Orion administration" in text
    assert re.search(r'<link rel="icon"[^>]*icon[^>]*\.svg', text)
    assert "rgb(42, 79, 196)" in text
