"""What members are told: the kinds there are, what each wants, what is unread."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from core import roles
from core.errors import DomainError
from core.models import Membership, NeedsYou, Notification, NotificationChoice, NotificationHours, OutgoingMail
from core.roles import Act, Role
from core.services.notification_times import next_digest

Mail = Notification.Mail


@dataclass(frozen=True, slots=True)
class Kind:
    """What it is about, who may be told, and what holds for whoever has chosen nothing.

    `packing`: packers hear of it by themselves.
    """

    word: str | Promise
    about: str | Promise
    mail: str = Mail.OFF
    act: Act = "see"
    in_page: bool = True
    packing: bool = False


KINDS: Mapping[str, Kind] = {
    "new_order": Kind(
        lazy("New orders"), lazy("An order was read. Many at once are one line."), Mail.DAILY, packing=True
    ),
    "cancelled": Kind(
        lazy("Cancelled and refunded orders"), lazy("By the buyer or the marketplace."), Mail.AT_ONCE, packing=True
    ),
    "cancel_asked": Kind(
        lazy("Buyers who want to cancel or send back"), lazy("They wait for your answer."), Mail.AT_ONCE, packing=True
    ),
    "order_moved": Kind(
        lazy("Every other step of an order"), lazy("Confirmed, processing, shipped, delivered."), in_page=False
    ),
    "short": Kind(lazy("Orders short of stock"), lazy("More was sold than is there."), Mail.AT_ONCE, packing=True),
    "low_stock": Kind(lazy("Low stock"), lazy("Available units fell to the number at which you reorder."), Mail.DAILY),
    "refused": Kind(
        lazy("Refusals"), lazy("A marketplace did not take a price, a stock, a shipment."), Mail.AT_ONCE
    ),
    "connection": Kind(
        lazy("Shops that stop"), lazy("Signed out, closed, or a right is missing; and when they go on."), Mail.AT_ONCE
    ),
    "sync_failed": Kind(lazy("Syncs that fail"), lazy("And when they go through again."), Mail.AT_ONCE),
    "not_linked": Kind(lazy("Things not linked"), lazy("Sold or listed there, and not a product here."), Mail.DAILY),
    "money": Kind(
        lazy("Money that does not add up"), lazy("The sums of an order differ."), Mail.DAILY, act="see_money"
    ),
    "odd": Kind(
        lazy("What we do not understand"),
        lazy("Unknown statuses, impossible moves, numbers that differ, forged webhooks."),
        Mail.DAILY,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """What one member wants of one kind."""

    in_page: bool
    mail: str

    @property
    def wanted(self) -> bool:
        """Anywhere at all."""
        return self.in_page or self.mail != Mail.OFF


def kinds_for(member: Membership) -> list[str]:
    """The kinds this role may hear of; packers hear of no money."""
    return [name for name, kind in KINDS.items() if roles.may(member, kind.act)]


def default(member: Membership, name: str) -> Choice:
    """What holds while nothing was chosen: owners and managers get mail, packers what is about packing."""
    kind = KINDS[name]
    if member.role == Role.PACKER:
        return Choice(in_page=kind.in_page and kind.packing, mail=Mail.OFF)
    return Choice(in_page=kind.in_page, mail=kind.mail if roles.may(member, "manage") else Mail.OFF)


def choices(members: Collection[Membership]) -> dict[UUID, dict[str, Choice]]:
    """By member and kind, only what the role may hear of."""
    found = {member.pk: {name: default(member, name) for name in kinds_for(member)} for member in members}
    for row in NotificationChoice.objects.filter(member__in=found):
        if row.kind in found[row.member_id]:
            found[row.member_id][row.kind] = Choice(row.in_page, row.mail)
    return found


@transaction.atomic
def choose(member: Membership, wanted: Mapping[str, Choice]) -> int:
    """Keep what a member chose; returns how many kinds changed. Raises DomainError for a kind that is not theirs."""
    before = choices([member])[member.pk]
    if strange := sorted(set(wanted) - set(before)):
        raise DomainError(_("There is no such kind of news for you: %s.") % ", ".join(strange))
    changed = {name: choice for name, choice in wanted.items() if choice != before[name]}
    for name, choice in changed.items():
        if choice.mail not in Mail.values:
            raise DomainError(_("Choose at once, in the daily digest, or no e-mail."), field=name)
        row = NotificationChoice.objects.filter(member=member, kind=name).first() or NotificationChoice(
            store_id=member.store_id, member=member, kind=name
        )
        row.in_page, row.mail = choice.in_page, choice.mail
        row._change_reason = "chosen"
        row.save()
    return len(changed)


def hours_of(member: Membership) -> NotificationHours:
    """When mail may come; not stored while nothing was chosen."""
    found = NotificationHours.objects.filter(member=member).first()
    return found or NotificationHours(store_id=member.store_id, member=member)


def hours(members: Iterable[Membership]) -> dict[UUID, NotificationHours]:
    """By member."""
    everybody = list(members)
    stored = {row.member_id: row for row in NotificationHours.objects.filter(member__in=everybody)}
    return {
        member.pk: stored.get(member.pk) or NotificationHours(store_id=member.store_id, member=member)
        for member in everybody
    }


@transaction.atomic
def keep_hours(
    member: Membership, *, quiet_from: time | None, quiet_to: time | None, digest: bool, digest_at: time
) -> bool:
    """Keep when mail may come; False when it was so already. A digest that waits is moved to its new time."""
    if (quiet_from is None) != (quiet_to is None):
        missing = "quiet_from" if quiet_from is None else "quiet_to"
        raise DomainError(_("Enter both ends of the quiet hours, or neither."), field=missing)
    row = hours_of(member)
    before = (row.quiet_from, row.quiet_to, row.digest, row.digest_at)
    row.quiet_from, row.quiet_to, row.digest, row.digest_at = quiet_from, quiet_to, digest, digest_at
    if before == (quiet_from, quiet_to, digest, digest_at):
        return False
    row._change_reason = "chosen"
    row.save()
    OutgoingMail.objects.filter(
        member=member, kind=OutgoingMail.Kind.DIGEST, state=OutgoingMail.State.WAITING, attempts=0
    ).update(due_at=next_digest(timezone.now(), digest_at, member.store.zone))
    return True


def stop_digest(member_id: UUID) -> Membership | None:
    """By the link in a digest, without signing in; None when there is no such member any more."""
    member = Membership.objects.select_related("store", "user").filter(pk=member_id).first()
    if member is None:
        return None
    row = hours_of(member)
    keep_hours(member, quiet_from=row.quiet_from, quiet_to=row.quiet_to, digest=False, digest_at=row.digest_at)
    return member


# What is unread -----------------------------------------------------------------------------------------------------


def shown(member: Membership) -> QuerySet[Notification]:
    """What a member's page may show: their own, of the kinds that their role may hear of now."""
    return Notification.objects.filter(member=member, in_page=True, kind__in=kinds_for(member))


def unread(member: Membership) -> QuerySet[Notification]:
    """What the bell counts."""
    return shown(member).filter(read_at__isnull=True)


def mark_read(member: Membership, pk: UUID) -> Notification | None:
    """The member has seen it; None when there is none."""
    row = shown(member).filter(pk=pk).first()
    if row is not None and row.read_at is None:
        Notification.objects.filter(pk=pk, read_at__isnull=True).update(read_at=timezone.now())
    return row


def mark_all_read(member: Membership, *, until: datetime) -> int:
    """Everything that was there when the page was drawn; what came since stays unread."""
    return unread(member).filter(updated_at__lte=until).update(read_at=timezone.now())


@dataclass(frozen=True, slots=True)
class Counts:
    """What the frame of every page shows."""

    waiting: int
    unread: int


def counts(member: Membership) -> Counts:
    """How many things need this store and how many notifications are unread, in one query."""
    now = timezone.now()
    awake = Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=now)
    waiting = NeedsYou.objects.filter(awake, store=OuterRef("store"), settled_at__isnull=True)
    mine = Notification.objects.filter(
        member=OuterRef("pk"), in_page=True, read_at__isnull=True, kind__in=kinds_for(member)
    )
    row = (
        Membership.all_objects.filter(pk=member.pk)
        .values_list(_counted(waiting, "store"), _counted(mine, "member"))
        .get()
    )
    return Counts(*row)


def _counted(rows: QuerySet, by: str) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values(by).annotate(n=Count("pk")).values("n")), 0)
