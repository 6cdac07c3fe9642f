"""Secrets planted in credentials are found in no page, answer, log line, audit row, exception, call row or output."""

import io
import re
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection as database
from django.test import Client

from core.models import Membership, Role, Store, User
from marketplaces.framework import registry
from marketplaces.models import Connection, MarketplaceCredential
from marketplaces.services import credentials
from sync import executor, runs
from tests.proofs.addresses import admin_pages, pages
from tests.proofs.everything import everything
from tests.proofs.processes import Sandboxes
from tests.proofs.shops import open_shop, ship_one

pytestmark = pytest.mark.django_db(transaction=True)
FAULTS = {"ozon": ("torn", "expired_token"), "shopee": ("html_page",)}
LINK = re.compile(r'href="(/admin/[^"?#]+)')


class Secrets:
    """Every secret there is, and where one was found."""

    def __init__(self) -> None:
        self.known: set[str] = {settings.SECRET_KEY, *settings.FERNET_KEYS}
        self.found: list[str] = []
        self.looked = 0

    def learn(self, shop: Connection) -> None:
        """The present values of a shop's secret fields; those that were valid before stay known."""
        kind = registry.connector_class(shop.marketplace.code)
        values = credentials.read(shop, kind)
        secret = {field.name for field in kind.credential_fields if field.secret}
        self.known |= {text for name, text in values.items() if name in secret and text}

    def look(self, where: str, text: str) -> None:
        """Search a text."""
        self.looked += 1
        self.found += [f"{where}: {secret[:6]}…" for secret in self.known if secret in text]


@pytest.fixture
def shops(store: Store, sandboxes: Sandboxes, secrets: Secrets) -> list[Connection]:
    """Two shops after a busy life: runs, a parcel, a renewed token, every kind of failure."""
    found = [open_shop(store, sandboxes, code) for code in ("ozon", "shopee")]
    for shop in found:
        secrets.learn(shop)
        ship_one(shop)
        for fault in FAULTS[shop.marketplace.code]:
            sandboxes.control(shop.marketplace.code, "faults", {"kind": fault, "times": 3})
            _run(shop, "orders")
            sandboxes.control(shop.marketplace.code, "faults", method="DELETE")
        _run(shop, "fulfillment")
    sandboxes.control("shopee", "expire", {})
    _run(found[1], "orders")
    for shop in found:
        secrets.learn(shop)
    sandboxes.control("ozon", "faults", {"kind": "expired_token", "rate": 1.0})
    sandboxes.control("shopee", "expire", {"refresh": True})
    for shop in found:
        assert _run(shop, "products").status == "failed"
    return found


@pytest.fixture
def secrets() -> Secrets:
    return Secrets()


def _run(shop: Connection, kind: str) -> Any:
    return executor.run_now(runs.start(connection=shop, sync_type=kind, cause="button"))


def test_no_secret_is_found_anywhere(
    store: Store, shops: list[Connection], secrets: Secrets, capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    assert len(secrets.known) >= 7
    things = {**everything(store), "connection": shops[1]}
    owner, staff = _browser(store, "boss@lumen.example"), _browser(store, "staff@lumen.example", is_staff=True,
                                                                   is_superuser=True)  # fmt: skip
    for shop in shops:
        for address in pages():
            _look_at(owner, address.filled({**things, "connection": shop}), secrets, post=bool(address.objects))
    _walk_the_admin(staff, secrets)
    _read_the_commands(shops, secrets)
    _dump_the_database(secrets)
    output = capfd.readouterr()
    secrets.look("standard output", output.out)
    secrets.look("standard error", output.err)
    secrets.look("log", caplog.text)
    assert secrets.looked > 100
    assert not secrets.found, secrets.found
    row = MarketplaceCredential.objects.get(connection=shops[1])
    assert row.refresh_token in secrets.known, "the stored secret is not the one that was looked for"
    Connection.objects.filter(pk=shops[0].pk).update(status_reason=f"said {row.refresh_token}")
    _dump_the_database(secrets)
    assert secrets.found, "a secret in clear would not have been found"


def _browser(store: Store, email: str, **more: Any) -> Client:
    user = User.objects.create_user(email, "correct horse battery", **more)
    Membership.objects.create(user=user, store=store, role=Role.OWNER)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def _look_at(client: Client, path: str, secrets: Secrets, *, post: bool = False) -> str:
    answers = [client.get(path), *([client.post(path, {})] if post and "disconnect" not in path else [])]
    text = ""
    for answer in answers:
        text = b"".join(answer.streaming_content).decode("utf-8", "replace") if answer.streaming else (
            answer.content.decode("utf-8", "replace")
        )  # fmt: skip
        secrets.look(path, f"{text}\n{answer.headers}")
    return text


def _walk_the_admin(staff: Client, secrets: Secrets) -> None:
    """Lists, and from each list the links of its rows: change, history."""
    lists = [each.route for each in admin_pages() if each.name.endswith("_changelist")]
    assert len(lists) > 10
    for route in lists:
        page = _look_at(staff, f"/{route}", secrets)
        rows = [link for link in dict.fromkeys(LINK.findall(page)) if link.startswith(f"/{route}") and "change" in link]
        for link in rows[:2]:
            _look_at(staff, link, secrets)
            _look_at(staff, link.replace("/change/", "/history/"), secrets)


def _read_the_commands(shops: list[Connection], secrets: Secrets) -> None:
    for arguments in (
        ["connections"], ["connections", "--json"], ["sync", "orders", "--all", "--json"],
        *(_connect_again(shop) for shop in shops),
    ):  # fmt: skip
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command(*arguments, stdout=out, stderr=err)
        except (CommandError, SystemExit) as ended:
            err.write(f"{ended!r}")
        secrets.look(" ".join(arguments[:2]), out.getvalue() + err.getvalue())


def _connect_again(shop: Connection) -> list[str]:
    """With the stored keys, which are no longer accepted: it is refused, and the refusal tells none of them."""
    values = credentials.read(shop, registry.connector_class(shop.marketplace.code))
    fields = [f"--set={name}={text}" for name, text in values.items()]
    address = f"{settings.SANDBOX_URL}/{shop.marketplace.code}"
    return [
        "connect",
        shop.marketplace.code,
        "--store",
        shop.store.slug,
        "--name",
        "Again",
        "--base-url",
        address,
        *fields,
    ]


def _dump_the_database(secrets: Secrets) -> None:
    with database.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t')
            secrets.look(f"table {table}", "\n".join(row[0] for row in cursor.fetchall()))
