"""Mails about signing in: an invitation, a forgotten password. Plain text, one link each."""

from __future__ import annotations

import smtplib
from typing import Any

import structlog
from django.core.mail import send_mail
from django.template.loader import render_to_string

log = structlog.get_logger(__name__)


def send(name: str, to: str, context: dict[str, Any]) -> bool:
    """Send `templates/emails/<name>.txt`, whose first line is the subject; False when the mail server did not take it.

    The address and the link stay out of the log.
    """
    subject, _line, body = render_to_string(f"emails/{name}.txt", context).partition("\n")
    try:
        send_mail(subject.strip(), body.strip() + "\n", None, [to])
    except (OSError, smtplib.SMTPException) as refused:
        log.warning("mail_not_sent", letter=name, error=type(refused).__name__)
        return False
    return True
