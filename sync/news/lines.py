"""The lines that a member reads: one unread per cause, and when there are many of one kind, one for all the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Count
from django.utils import timezone, translation

from core import roles
from core.models import Membership, Notification
from core.services.notifications import Choice
from sync.news.words import Notice, Reader, Words, more

#: A member and a cause.
Place = tuple[UUID, str]
#: So many causes of one kind stand as lines of their own; what comes on top is one line.
MOST = 5
MANY = "many:"
CHANGED = ("times", "title", "body", "url", "at", "event_id", "updated_at")


def write(
    heard: Mapping[Place, Sequence[Notice]],
    members: Mapping[UUID, Membership],
    wishes: Mapping[UUID, Mapping[str, Choice]],
) -> list[Notification]:
    """Count what was heard on the unread lines or open new ones, in the caller's transaction; returns both."""
    if not heard:
        return []
    desk = _Desk(heard, members, wishes)
    for (member_id, cause), notices in sorted(heard.items(), key=lambda each: (str(each[0][0]), each[0][1])):
        row = desk.line_for(member_id, cause, notices)
        if row is not None:
            _count(row, notices, members[member_id])
            desk.touched[row.pk] = row
    fresh = set(desk.opened.values())
    Notification.objects.bulk_create([row for row in desk.opened.values() if row.pk in desk.touched])
    Notification.objects.bulk_update([row for row in desk.touched.values() if row not in fresh], CHANGED)
    return list(desk.touched.values())


class _Desk:
    """What lies before each member, locked: whoever reads a line meanwhile waits for us, or we see that it is read."""

    def __init__(
        self,
        heard: Mapping[Place, Sequence[Notice]],
        members: Mapping[UUID, Membership],
        wishes: Mapping[UUID, Mapping[str, Choice]],
    ) -> None:
        self.members, self.wishes = members, wishes
        self.opened: dict[Place, Notification] = {}
        self.touched: dict[UUID, Notification] = {}
        causes = {cause for _member, cause in heard} | {f"{MANY}{notices[-1].kind}" for notices in heard.values()}
        unread = Notification.objects.filter(member__in=members, read_at__isnull=True)
        rows = unread.filter(cause_key__in=causes).order_by("pk").select_for_update(of=("self",))
        self.unread = {(row.member_id, row.cause_key): row for row in rows}
        counted = unread.exclude(cause_key__startswith=MANY).order_by().values_list("member_id", "kind")
        self.lines = Counter({(member_id, kind): n for member_id, kind, n in counted.annotate(n=Count("pk"))})

    def line_for(self, member_id: UUID, cause: str, notices: Sequence[Notice]) -> Notification | None:
        """The line to count on; None where it is no news and nothing of it is unread."""
        kind = notices[-1].kind
        if row := self.unread.get((member_id, cause)):
            return row
        if all(notice.repeats for notice in notices):
            return None
        if self.lines[(member_id, kind)] < MOST:
            self.lines[(member_id, kind)] += 1
            return self._open(member_id, cause, kind)
        others = (member_id, f"{MANY}{kind}")
        return self.unread.get(others) or self.opened.get(others) or self._open(*others, kind)

    def _open(self, member_id: UUID, cause: str, kind: str) -> Notification:
        member, wish = self.members[member_id], self.wishes[member_id][kind]
        row = Notification(
            store_id=member.store_id, member=member, cause_key=cause[:250], kind=kind, times=0, in_page=wish.in_page,
            mail=wish.mail,
        )  # fmt: skip
        self.opened[(member_id, cause)] = row
        return row


def _count(row: Notification, notices: Sequence[Notice], member: Membership) -> None:
    """Say it with the number it has come to."""
    last = notices[-1]
    row.times += len(notices)
    row.at, row.event_id, row.updated_at = last.event.at, last.event.id, timezone.now()
    words = words_for(row, last, member)
    row.title, row.body, row.url = words.title[:250], words.body, words.url[:500]


def words_for(row: Notification, last: Notice, member: Membership) -> Words:
    """In the member's language, for their role."""
    reader = Reader(store=member.store, sees_money=roles.may(member, "see_money"))
    with translation.override(language_of(member)):
        return more(row.kind, row.times) if row.cause_key.startswith(MANY) else last.say(reader, row.times)


def language_of(member: Membership) -> str:
    """The member's own, else the store's first."""
    return member.user.language or next(iter(member.store.languages), "") or "en"
