"""Sources made, changed, paused, and taken away. Every rule about what may be entered is here."""

import random
import re
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import Store
from core.net import AddressRefused, check_address
from core.services import needs_you
from sync.models import ImportSource
from sync.sources import sftp

MOST_SOURCES, LONGEST_NAME, LONGEST_URL = 50, 100, 500
SHORTEST, LONGEST = 5, 7 * 24 * 60
#: One plain name below the root: no way leads out of it.
FOLDER = re.compile(r"[a-z0-9][a-z0-9_\-]{0,59}")
Kind = ImportSource.Kind


def cause_of(source: ImportSource) -> str:
    """By which what it needs of a person is known."""
    return f"import_source:{source.pk}"


def make(*, store: Store, name: str, kind: str, by: str, **more: Any) -> ImportSource:
    """A new source, fetched from at once. Raises DomainError naming the field that is wrong."""
    if ImportSource.objects.filter(store=store).count() >= MOST_SOURCES:
        raise DomainError(_("There are %(most)d sources already. Remove one first.") % {"most": MOST_SOURCES})
    source = ImportSource(store=store, kind=kind, next_run_at=timezone.now())
    _fill(source, name=name, **more)
    _check(source)
    source._change_reason = f"made by {by}"[:100]
    source.save()
    return source


def change(source: ImportSource, *, by: str, forget_key: bool = False, **named: Any) -> ImportSource:
    """Only what is named; another place is another source, of which nothing was seen. DomainError as `make`."""
    with transaction.atomic():
        row = ImportSource.objects.select_for_update(of=("self",)).select_related("store").get(pk=source.pk)
        before = (row.url, row.folder)
        _fill(row, **named)
        if named.keys() != {"is_enabled"}:  # what is only paused or resumed was checked, and is again when fetched
            _check(row)
        if (row.url, row.folder) != before:
            row.seen, row.host_key = {}, ""
            if row.url != before[0] and "password" not in named:
                row.password = ""  # a secret never follows an address to another host
        if forget_key:
            row.host_key = ""
        row.next_run_at, row.failures = min(row.next_run_at, next_time(row)), 0
        row._change_reason = f"changed by {by}"[:100]
        row.save()
    return row


def remove(source: ImportSource, *, by: str) -> None:
    """Nothing is fetched from it any more; what it brought stays."""
    source._change_reason = f"removed by {by}"[:100]
    source.soft_delete()
    needs_you.settle_cause(store=source.store, cause_key=cause_of(source), how=_("Removed"), by=by)


def next_time(source: ImportSource) -> datetime:
    """Its interval from now, a little apart from all others."""
    return timezone.now() + timedelta(minutes=source.interval_minutes, seconds=random.uniform(0, 20))


def _fill(source: ImportSource, **named: Any) -> None:
    for field in ("name", "url", "folder", "pattern", "username", "password", "interval_minutes", "is_enabled"):
        if named.get(field) is not None:
            value = named[field]
            setattr(source, field, value.strip() if isinstance(value, str) and field != "password" else value)


def _check(source: ImportSource) -> None:
    if not source.name or len(source.name) > LONGEST_NAME:
        raise DomainError(_("Enter a name of up to 100 characters to recognise it by."), field="name")
    if not SHORTEST <= source.interval_minutes <= LONGEST:
        words = {"least": SHORTEST, "most": LONGEST}
        raise DomainError(_("Enter %(least)d to %(most)d minutes.") % words, field="interval_minutes")
    if len(source.url) > LONGEST_URL:
        raise DomainError(_("The address is longer than 500 characters. Enter a shorter one."), field="url")
    if source.kind == Kind.FOLDER:
        source.url = source.username = source.password = ""
        if not FOLDER.fullmatch(source.folder):
            raise DomainError(_("A folder's name is of small letters, digits, “-” and “_”."), field="folder")
        return
    source.folder = ""
    try:
        if source.kind == Kind.SFTP:
            sftp.place_of(source.url)
        else:
            check_address(source.url, settings.IMPORT_PRIVATE_ADDRESSES)
    except AddressRefused as refused:
        raise DomainError(str(refused), field="url") from None
    if source.kind == Kind.SFTP and not source.username:
        raise DomainError(_("Enter the name to sign in with."), field="username")
