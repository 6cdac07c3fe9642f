"""Addresses that travel in mails: on the public name, never on what a browser's Host header says."""

from django.conf import settings


def public(path: str) -> str:
    """The whole address of a path of ours."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"
