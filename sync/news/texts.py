"""The words of mails: a store's own per language, else those that came with Orion; placeholders stand in braces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from core.errors import DomainError
from core.models import EmailTemplate, Store

LONGEST_SUBJECT, LONGEST_BODY = 200, 20_000
PLACEHOLDER = re.compile(r"\{([^{}\n]{0,60})\}")


@dataclass(frozen=True, slots=True)
class MailKind:
    """What it is for, what may stand in it, and what must."""

    word: str | Promise
    about: str | Promise
    placeholders: Mapping[str, str | Promise]
    needs: tuple[str, ...]


_STORE = {"store": lazy("the name of your store")}
MAILS: Mapping[str, MailKind] = {
    "notification": MailKind(
        lazy("Notification"),
        lazy("To a member, when something happened that they want to be mailed at once."),
        {
            "title": lazy("what happened"), "text": lazy("the details"), "link": lazy("the page with the fix"),
            "name": lazy("the member’s name"), **_STORE,
        },
        ("title", "link"),
    ),
    "digest": MailKind(
        lazy("Daily digest"),
        lazy("To a member, once a day, with what they want to be told together."),
        {
            "list": lazy("what happened, a line each"), "count": lazy("how many lines"), "day": lazy("the date"),
            "link": lazy("the page of all notifications"), "name": lazy("the member’s name"), **_STORE,
        },
        ("list",),
    ),
    "order_confirmation": MailKind(
        lazy("Order confirmation"),
        lazy("To a buyer, once per order, where the channel lets you write to them."),
        {
            "number": lazy("the order’s number at its marketplace"), "lines": lazy("what was ordered, a line each"),
            "total": lazy("the sum"), "address": lazy("where it goes"), "ordered_on": lazy("the date of the order"),
            "customer": lazy("the buyer’s name"), "shop": lazy("the shop on its marketplace"), **_STORE,
        },
        ("number",),
    ),
    "keys": MailKind(
        lazy("Keys"),
        lazy("To a buyer of digital goods: the link that shows the keys once. No mail holds a key."),
        {
            "number": lazy("the order’s number at its marketplace"), "lines": lazy("what was bought, a line each"),
            "link": lazy("the link that opens once"), "customer": lazy("the buyer’s name"),
            "shop": lazy("the shop on its marketplace"), **_STORE,
        },
        ("link",),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """Subject and body, and where they are from: `language` of a store's own words, empty for those of Orion."""

    subject: str
    body: str
    language: str = ""


def languages_of(store: Store) -> list[str]:
    """Those in which its mails may be written."""
    return list(store.languages) or ["en"]


def find(store: Store, kind: str, language: str) -> Text:
    """The store's words in this language, else in its languages in their order, else those that came with Orion."""
    rows = {row.language: row for row in EmailTemplate.objects.filter(store=store, kind=kind)}
    for wanted in (language, *languages_of(store)):
        if row := rows.get(wanted):
            return Text(row.subject, row.body, wanted)
    return built_in(kind, language)


def built_in(kind: str, language: str) -> Text:
    """The words that came with Orion, in this language as far as they are translated."""
    with translation.override(language):
        subject, _line, body = render_to_string(f"emails/{kind}.txt").strip().partition("\n")
    return Text(subject.strip(), body.strip())


def check(kind: str, subject: str, body: str) -> None:
    """Raise DomainError with a sentence for what could not be sent so."""
    mail = MAILS[kind]
    if not subject.strip():
        raise DomainError(_("Enter a subject: a mail without one is taken for rubbish."), field="subject")
    if any(not letter.isprintable() for letter in subject):
        raise DomainError(_("A subject is one line of text."), field="subject")
    if len(subject) > LONGEST_SUBJECT:
        raise DomainError(_("Shorten the subject to %d letters.") % LONGEST_SUBJECT, field="subject")
    if not body.strip():
        raise DomainError(_("Enter the text of the mail."), field="body")
    if len(body) > LONGEST_BODY:
        raise DomainError(_("Shorten the text to %d letters.") % LONGEST_BODY, field="body")
    for field, text in (("subject", subject), ("body", body)):
        for name in PLACEHOLDER.findall(text):
            if name not in mail.placeholders:
                known = ", ".join(f"{{{each}}}" for each in mail.placeholders)
                words = {"strange": f"{{{name}}}", "known": known}
                raise DomainError(_("Nothing stands for %(strange)s. Use %(known)s.") % words, field=field)
    for name in mail.needs:
        if f"{{{name}}}" not in subject + body:
            words = {"name": f"{{{name}}}", "what": str(mail.placeholders[name])}
            raise DomainError(_("Leave %(name)s in the mail: %(what)s.") % words, field="body")


@transaction.atomic
def save(*, store: Store, kind: str, language: str, subject: str, body: str, by: str) -> EmailTemplate:
    """Keep a store's own words. Raises DomainError for a strange language, and as `check` does."""
    if language not in languages_of(store):
        raise DomainError(_("Your store does not speak this language. Add it in the store’s settings first."))
    subject, body = subject.strip(), body.replace("\r\n", "\n").strip()
    check(kind, subject, body)
    row = EmailTemplate.objects.filter(store=store, kind=kind, language=language).first()
    row = row or EmailTemplate(store=store, kind=kind, language=language)
    if row._state.adding or (row.subject, row.body) != (subject, body):
        row.subject, row.body = subject, body
        row._change_reason = f"written by {by}"[:100]
        row.save()
    return row


@transaction.atomic
def go_back(*, store: Store, kind: str, language: str, by: str) -> bool:
    """Forget the store's own words in this language; their history stays. False where there were none."""
    row = EmailTemplate.objects.filter(store=store, kind=kind, language=language).first()
    if row is None:
        return False
    row._change_reason = f"given up by {by}"[:100]
    row.delete()
    return True


def fill(text: str, values: Mapping[str, str]) -> str:
    """With the placeholders replaced, once: what a value says is never read for placeholders."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def one_line(text: str) -> str:
    """For a header: no line breaks, no control characters, no more than a line may hold."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(plain.split())[:LONGEST_SUBJECT]
