"""manage.py token: makes a key for a program and prints it, once."""

from __future__ import annotations

import argparse
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.errors import DomainError
from core.models import Store, User
from core.scopes import SCOPES, SHORT_WORDS
from core.services import tokens


class Command(BaseCommand):
    """The token alone goes to standard output, what there is to say about it to standard error."""

    help = "Makes a token for the API of one store and prints it; it is shown only now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = f"Scopes: {', '.join(SHORT_WORDS)} or any of\n  {', '.join(SCOPES)}"
        parser.add_argument("--store", required=True, metavar="SLUG")
        parser.add_argument(
            "--scope", action="append", required=True, metavar="SCOPE",
            help="what it may do; repeatable, or several with commas between",
        )  # fmt: skip
        parser.add_argument("--expires", default="90d", metavar="WHEN", help="30d, 12h or 2027-01-31 (90d)")
        parser.add_argument("--user", metavar="EMAIL", help="whom it acts as (the store's first owner)")
        parser.add_argument("--name", default="Command line", help="what to recognise it by")
        parser.add_argument("--json", action="store_true", help="print one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        store = _store(options["store"])
        try:
            made = tokens.make_token(
                store=store,
                user=_user(store, options["user"]),
                name=options["name"],
                scopes=[scope for given in options["scope"] for scope in given.split(",")],
                expires_at=tokens.end_of(options["expires"], zone=store.zone, now=timezone.now()),
                by="command",
            )
        except DomainError as refused:
            raise CommandError(str(refused)) from None
        self._tell(made, as_json=options["json"])

    def _tell(self, made: tokens.Made, *, as_json: bool) -> None:
        token = made.token
        end = token.expires_at.astimezone(token.store.zone)
        if as_json:
            line = {
                "token": made.secret, "id": str(token.pk), "store": token.store.slug, "user": token.user.email,
                "name": token.name, "prefix": token.prefix, "scopes": token.scopes, "expires_at": end.isoformat(),
            }  # fmt: skip
            self.stdout.write(json.dumps(line, ensure_ascii=False))
            return
        self.stdout.write(made.secret)
        self.stderr.write(
            f"This is shown only now. It acts as {token.user.email} in {token.store.name}, may "
            f"{', '.join(token.scopes)}, and ends on {end:%Y-%m-%d %H:%M %Z}."
        )


def _store(slug: str) -> Store:
    store = Store.objects.filter(slug=slug).first()
    if store is None:
        known = ", ".join(Store.objects.order_by("slug").values_list("slug", flat=True)[:20]) or "none yet"
        raise CommandError(f"There is no store “{slug}”. Stores: {known}.")
    return store


def _user(store: Store, email: str | None) -> User:
    found = User.objects.filter(email__iexact=email.strip()).first() if email else tokens.first_owner(store)
    if found is None:
        raise CommandError(
            f"Nobody here has the address {email}." if email else f"{store.name} has no owner. Name a member by --user."
        )
    return found
