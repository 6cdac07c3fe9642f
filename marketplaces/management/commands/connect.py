"""manage.py connect: tests the keys of a shop and saves it."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.models import Store
from core.net import AddressRefused, check_address
from marketplaces.framework import registry
from marketplaces.framework.base import Connector
from marketplaces.models import Connection
from marketplaces.services.connect import Tested, connect, test_values
from marketplaces.services.keys import untested, with_made
from marketplaces.services.trial import Verdict

REFUSED, WRONG_USE = 1, 2
WORDS = {"reachable": "Reachable", "accepted": "Keys accepted", "shape": "Answer as expected"}


class Command(BaseCommand):
    """Ends with 0 when saved, 1 when the marketplace refused, 2 when something was entered wrongly."""

    help = "Connects a shop: tests the keys (three verdicts) and saves them, stock and prices switched off."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = "Fields of --set:\n" + "\n".join(_fields(kind) for kind in registry.connectors())
        parser.add_argument("code", help="marketplace, for example " + ", ".join(registry.codes()))
        parser.add_argument("--store", required=True, metavar="SLUG")
        parser.add_argument("--name", required=True, help="what to call this shop here")
        parser.add_argument(
            "--set", action="append", default=[], metavar="KEY=VALUE", dest="given",
            help="a credential field; KEY=@FILE reads a file, KEY=- reads a line from standard input; repeatable",
        )  # fmt: skip
        parser.add_argument("--base-url", default="", metavar="URL", help="another address for this shop's calls")
        parser.add_argument(
            "--no-test", action="store_true", help="save without a call; keys that a shop of your own lacks are made"
        )
        parser.add_argument("--json", action="store_true", help="print one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        kind, store = _kind(options["code"]), _store(options["store"])
        base_url = _address(options["base_url"])
        name = _name(options["name"])
        values, made = _values(options["given"]), dict[str, str]()
        if options["no_test"]:
            values, made = with_made(kind, values)
        how = _untested if options["no_test"] else _tested
        tested = how(kind, values, base_url)
        _refuse_problems(tested.problems)
        connection = None
        if options["no_test"] or tested.passed:
            connection = connect(
                store=store,
                code=kind.code,
                name=name,
                tested=tested,
                base_url=base_url,
                allow_private=bool(base_url),
            )
        self._tell(kind, name, tested.verdicts, connection, made, as_json=options["json"])
        if connection is None:
            raise CommandError(f"{name or 'The shop'} was not saved.", returncode=REFUSED)

    def _tell(
        self,
        kind: type[Connector],
        name: str,
        verdicts: Sequence[Verdict],
        saved: Connection | None,
        made: Mapping[str, str],
        *,
        as_json: bool,
    ) -> None:
        if as_json:
            line = {
                "connection": str(saved.pk) if saved else None,
                "marketplace": kind.code,
                "name": saved.name if saved else name,
                "verdicts": [asdict(verdict) for verdict in verdicts],
                **({"made": dict(made)} if made else {}),
            }
            self.stdout.write(json.dumps(line, ensure_ascii=False))
            return
        for verdict in verdicts:
            self.stdout.write(_line(verdict))
        if saved:
            self.stdout.write(f"Connected: {saved.name} at {kind.name} ({saved.remote_account_id}), id {saved.pk}.")
            for field, value in made.items():
                self.stdout.write(f"Made for this shop and shown only now, {field}: {value}")
            self.stdout.write("Sending stock and prices is switched off; switch it on when the opening counts are in.")


def _line(verdict: Verdict) -> str:
    word = {"passed": "yes", "refused": "NO", "not_tried": "not tried"}[verdict.state]
    parts = (part.rstrip(".") for part in (f"{WORDS[verdict.name]}: {word}", verdict.said, verdict.fix) if part)
    return ". ".join(parts) + "."


def _fields(kind: type[Connector]) -> str:
    names = (f"{field.name}{'' if field.required else ' (optional)'}" for field in kind.credential_fields)
    return f"  {kind.code}: {', '.join(names)}"


def _kind(code: str) -> type[Connector]:
    try:
        return registry.connector_class(code)
    except LookupError as error:
        raise CommandError(str(error.args[0]), returncode=WRONG_USE) from None


def _store(slug: str) -> Store:
    store = Store.objects.filter(slug=slug).first()
    if store is None:
        known = ", ".join(Store.objects.order_by("slug").values_list("slug", flat=True)[:20]) or "none yet"
        raise CommandError(
            f"There is no store “{slug}”. Stores: {known}. `manage.py store` makes one.", returncode=WRONG_USE
        )
    return store


def _address(base_url: str) -> str:
    if base_url:
        try:
            check_address(base_url, allow_private=True, resolve=lambda host, port: [])
        except AddressRefused as refused:
            raise CommandError(str(refused), returncode=WRONG_USE) from None
        if set("?#") & set(base_url):
            raise CommandError(
                "The address has a ? or # in it. Enter only the part before it, for each call adds its own.",
                returncode=WRONG_USE,
            )
    return base_url


def _name(given: str) -> str:
    name, longest = given.strip(), Connection._meta.get_field("name").max_length or 0
    if len(name) > longest:
        raise CommandError(f"The name has {len(name)} characters; {longest} fit. Shorten it.", returncode=WRONG_USE)
    return name


def _values(given: Sequence[str]) -> dict[str, str]:
    values = {}
    for pair in given:
        name, sign, text = pair.partition("=")
        if not sign:
            # What stands there may be a secret typed without its name, so it is not repeated.
            raise CommandError("A --set has no “=”. Write --set name=value.", returncode=WRONG_USE)
        values[name.strip()] = _read(name, text)
    return values


def _read(name: str, text: str) -> str:
    if text == "-":
        return sys.stdin.readline().lstrip("\ufeff")
    if not text.startswith("@"):
        return text
    try:
        return Path(text[1:]).expanduser().read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise CommandError(
            f"The file for {name} cannot be read. Check its path and its rights.", returncode=WRONG_USE
        ) from None


def _tested(kind: type[Connector], values: Mapping[str, str], base_url: str) -> Tested:
    return test_values(kind.code, values, base_url=base_url, allow_private=bool(base_url), renew=True, by_operator=True)


def _untested(kind: type[Connector], values: Mapping[str, str], base_url: str) -> Tested:
    return untested(kind, values, base_url=base_url, by_operator=True)


def _refuse_problems(problems: Mapping[str, str]) -> None:
    if problems:
        raise CommandError("Nothing was saved. " + " ".join(problems.values()), returncode=WRONG_USE)
