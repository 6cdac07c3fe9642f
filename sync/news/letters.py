"""Makes the mail out of how things are when it is sent: to whom, in which words, with which headers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import formataddr, parseaddr
from uuid import UUID

from babel.dates import format_date
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import Membership, Notification, OutgoingMail, Store
from core.services import notifications
from fulfillment.models import KeyDelivery
from orders.models import Order, OrderItem
from sync.news import buyers, links, texts
from sync.news.addresses import plain_address
from sync.news.amounts import amount, known_locale
from sync.news.lines import language_of

#: Signs the link that stops a digest; worth nothing for anything else.
STOP_SALT = "sync.news.stop_digest"
#: What is older is no news, and a digest has no more lines.
NEWS_DAYS, DIGEST_LINES = timedelta(days=3), 60
#: The same cause, still unread and met again, is mailed again after this.
REST = timedelta(hours=1)
URL = re.compile(r"https?://\S+")


class NotNeeded(Exception):
    """The mail is not to be sent any more; str() says why."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail, ready to be sent. `tells`: the notifications in it."""

    to: str
    subject: str
    text: str
    html: str
    sender: str
    headers: Mapping[str, str] = field(default_factory=dict)
    tells: tuple[UUID, ...] = ()
    paragraphs: Sequence[Paragraph] = ()

    def message(self, mail_id: UUID) -> EmailMultiAlternatives:
        """As Django sends it. The same mail has the same Message-ID, so that a mail program can tell."""
        host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
        headers = {"Message-ID": f"<{mail_id}@{host}>", "Auto-Submitted": "auto-generated", **self.headers}
        made = EmailMultiAlternatives(self.subject, self.text, self.sender, [self.to], headers=headers)
        made.attach_alternative(self.html, "text/html")
        return made


def compose(mail: OutgoingMail) -> Letter:
    """The letter of this mail. Raises NotNeeded where nobody is to get it any more."""
    makers = {
        OutgoingMail.Kind.NOTIFICATION: _at_once,
        OutgoingMail.Kind.DIGEST: _digest,
        OutgoingMail.Kind.ORDER_CONFIRMATION: _confirmation,
        OutgoingMail.Kind.KEYS: _keys,
    }
    return makers[OutgoingMail.Kind(mail.kind)](mail)


def stop_token(member_id: UUID) -> str:
    """What the link that stops a digest is made of."""
    return signing.dumps(str(member_id), salt=STOP_SALT)


def read_stop_token(token: str) -> UUID | None:
    """Whose digest it stops; None for a token that was not made here."""
    try:
        return UUID(signing.loads(token, salt=STOP_SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return None


# To members -------------------------------------------------------------------------------------------------------


def _member(mail: OutgoingMail) -> Membership:
    rows = Membership.objects.select_related("store", "user").filter(user__is_active=True)
    member = rows.filter(pk=str(mail.member_id), store__deleted_at__isnull=True).first() if mail.member_id else None
    if member is None:
        raise NotNeeded(_("This member does not work here any more."))
    if not plain_address(member.user.email):
        raise NotNeeded(_("The member’s address cannot be written to."))
    return member


def to_be_mailed() -> Q:
    """Unread and not mailed yet; or met again since it was mailed, and that is a while ago."""
    rested = Q(mailed_at__lt=timezone.now() - REST, updated_at__gt=F("mailed_at"))
    return Q(read_at__isnull=True) & (Q(mailed_at__isnull=True) | rested)


def _to_tell(member: Membership, how: str) -> Sequence[Notification]:
    """What is to be mailed to this member so, oldest first: of the kinds that they still want so."""
    wishes = notifications.choices([member])[member.pk]
    kinds = [name for name, choice in wishes.items() if choice.mail == how]
    rows = Notification.objects.filter(
        to_be_mailed(), member=member, kind__in=kinds, mail=how, at__gt=timezone.now() - NEWS_DAYS
    )
    return list(rows.order_by("at", "pk"))


def _at_once(mail: OutgoingMail) -> Letter:
    """One thing in its own words, several as a list: a burst of causes is one mail."""
    member = _member(mail)
    rows = _to_tell(member, Notification.Mail.AT_ONCE)
    if not rows:
        raise NotNeeded(_("It was read, or is over, or the member wants no such mail any more."))
    tells = tuple(row.pk for row in rows)
    with translation.override(language_of(member)):
        if len(rows) > 1:
            return _to_member("digest", member, digest_values(member.store, [line(row) for row in rows]), tells=tells)
        (row,) = rows
        values = {"title": row.title, "text": row.body, "link": links.whole(row.url or links.notifications())}
        return _to_member("notification", member, values, tells=tells)


def _digest(mail: OutgoingMail) -> Letter:
    member = _member(mail)
    if not notifications.hours_of(member).digest:
        raise NotNeeded(_("The member stopped the digest."))
    rows = _to_tell(member, Notification.Mail.DAILY)
    if not rows:
        raise NotNeeded(_("Everything was read before."))
    stop = links.whole(reverse("dashboard:digest_stop", args=[stop_token(member.pk)]))
    with translation.override(language_of(member)):
        values = digest_values(member.store, [line(row) for row in rows])
        headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        foot = [_("Stop the daily digest:") + f" {stop}"]
        tells = tuple(row.pk for row in rows)
        return _to_member("digest", member, values, tells=tells, headers=headers, foot=foot)


def digest_values(store: Store, lines: Sequence[str]) -> dict[str, str]:
    """What the placeholders of a digest stand for."""
    more = len(lines) - DIGEST_LINES
    rest = [ngettext("• and %d more", "• and %d more", more) % more] if more > 0 else []
    return {
        "list": "\n".join([*lines[:DIGEST_LINES], *rest]), "day": day_of(store),
        "count": ngettext("%d thing", "%d things", len(lines)) % len(lines),
        "link": links.whole(links.notifications()),
    }  # fmt: skip


def line(row: Notification) -> str:
    """One thing of a list, with the way to its fix beneath."""
    said = f"• {row.title}" + (f": {texts.one_line(row.body)}" if row.body else "")
    return f"{said}\n  {links.whole(row.url)}" if row.url else said


def _to_member(
    kind: str,
    member: Membership,
    values: Mapping[str, str],
    *,
    tells: tuple[UUID, ...],
    headers: Mapping[str, str] | None = None,
    foot: Sequence[str] = (),
) -> Letter:
    named = {**values, "name": str(member.user), "store": member.store.name}
    change = _("You get this because you work in %(store)s. Choose what you are told:") % {"store": member.store.name}
    foot = [f"{change} {links.whole(reverse('dashboard:settings_notifications'))}", *foot]
    return written(
        member.store, kind, language_of(member), named, to=plain_address(member.user.email),
        sender=settings.DEFAULT_FROM_EMAIL, foot=foot, headers=headers or {}, tells=tells,
    )  # fmt: skip


# To buyers ----------------------------------------------------------------------------------------------------------


def _confirmation(mail: OutgoingMail) -> Letter:
    rows = Order.objects.select_related("store", "connection__marketplace")
    order = rows.filter(pk=str(mail.order_id)).first() if mail.order_id else None
    if order is None or order.status in ("cancelled", "refunded") or order.connection is None:
        raise NotNeeded(_("The order is cancelled or gone."))
    if buyers.switched_on(order.connection) is None:
        raise NotNeeded(_("Confirmations of this shop were switched off."))
    store = order.store
    language = next(iter(store.languages), "en")
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    with translation.override(language):
        return written(
            store, mail.kind, language, order_values(order), to=mail.to,
            sender=formataddr((texts.one_line(store.name), address)),
        )  # fmt: skip


def _keys(mail: OutgoingMail) -> Letter:
    """The link, never the keys: a mail lies around in many places."""
    delivery = KeyDelivery.objects.select_related("order__connection", "store").filter(
        pk=mail.key.removeprefix("keys:"), withdrawn_at=None
    ).first()  # fmt: skip
    if delivery is None or delivery.order.status in ("cancelled", "refunded"):
        raise NotNeeded(_("The order is cancelled, or a newer link was sent."))
    store, order = delivery.store, delivery.order
    language = next(iter(store.languages), "en")
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    with translation.override(language):
        return written(
            store, mail.kind, language, key_values(order, delivery), to=mail.to,
            sender=formataddr((texts.one_line(store.name), address)),
        )  # fmt: skip


def key_values(order: Order, delivery: KeyDelivery | None) -> dict[str, str]:
    """What the placeholders of a mail about keys stand for; without a delivery the link is a sample."""
    items = OrderItem.objects.filter(order=order, is_digital=True).order_by("position", "pk")
    return {
        "number": order.channel_order_id or order.number, "store": order.store.name,
        "lines": "\n".join(f"{item.quantity} × {texts.one_line(item.product_name)}" for item in items),
        "link": links.keys(delivery),
        "customer": texts.one_line(order.customer_name), "shop": order.connection.name if order.connection else "",
    }  # fmt: skip


def order_values(order: Order) -> dict[str, str]:
    """What the placeholders of a confirmation stand for."""
    store = order.store
    items = OrderItem.objects.filter(order=order).order_by("position", "pk")
    lines = [
        f"{item.quantity} × {texts.one_line(item.product_name)}: {amount(item.total, order.currency, store.locale)}"
        for item in items
    ]
    day = format_date(order.ordered_at.astimezone(store.zone), format="long", locale=known_locale(store.locale))
    return {
        "number": order.channel_order_id or order.number, "lines": "\n".join(lines), "store": store.name,
        "total": amount(order.total, order.currency, store.locale), "address": _address(order), "ordered_on": day,
        "customer": texts.one_line(order.customer_name),
        "shop": order.connection.name if order.connection else "",
    }  # fmt: skip


def _address(order: Order) -> str:
    told = order.shipping_address or {}
    town = " ".join(str(told[name]) for name in ("postcode", "city") if told.get(name))
    code = str(told.get("country") or "")
    country = known_locale(order.store.locale).territories.get(code.upper(), code)
    parts = [order.customer_name, told.get("line1"), told.get("line2"), town, told.get("region"), country]
    return "\n".join(texts.one_line(str(part)) for part in parts if part)


# The words ----------------------------------------------------------------------------------------------------------


def written(
    store: Store,
    kind: str,
    language: str,
    values: Mapping[str, str],
    *,
    to: str = "",
    sender: str = "",
    foot: Sequence[str] = (),
    headers: Mapping[str, str] | None = None,
    tells: tuple[UUID, ...] = (),
    text: texts.Text | None = None,
) -> Letter:
    """The store's words with the values in them, as text and as HTML; `text` tries words that are not kept yet."""
    words = text or texts.find(store, kind, language)
    subject = texts.one_line(texts.fill(words.subject, values))
    body = texts.fill(words.body, values).strip()
    parts = paragraphs(body)
    html = render_to_string(
        "emails/letter.html", {"subject": subject, "paragraphs": parts, "foot": foot, "language": language}
    )
    plain = "\n".join([body, *(["", "-- ", *foot] if foot else []), ""])
    return Letter(to, subject, plain, html, sender, headers or {}, tells, parts)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together; one that is only an address of ours is a button."""

    lines: tuple[str, ...]

    @property
    def url(self) -> str:
        """Where its button leads; empty for text."""
        only = self.lines[0] if len(self.lines) == 1 else ""
        return only if only.startswith(settings.PUBLIC_URL) and URL.fullmatch(only) else ""

    @property
    def word(self) -> str:
        """What its button says."""
        return _("Open it in Orion")


def paragraphs(body: str) -> list[Paragraph]:
    """The text in its paragraphs."""
    return [Paragraph(tuple(part.split("\n"))) for part in re.split(r"\n\s*\n", body.strip()) if part.strip()]


def day_of(store: Store) -> str:
    """Today, as the store writes dates."""
    today = timezone.now().astimezone(store.zone)
    return format_date(today, format="long", locale=known_locale(store.locale))
