"""Making tokens, taking them back, and the words for what they may do and how long."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.errors import DomainError
from core.models import ApiToken, Membership, Role, Store, User
from core.scopes import READS, SCOPES, checked, expanded
from core.services.tokens import digest_of, end_of, find_token, make_token, revoke

LUXEMBOURG = ZoneInfo("Europe/Luxembourg")
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def store(db: None) -> Store:
    made = Store.objects.create(slug="acme", name="Acme")
    for name, role in (("ann", Role.OWNER), ("bob", Role.PACKER)):
        Membership.objects.create(user=User.objects.create_user(f"{name}@example.org"), store=made, role=role)
    return made


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("token", *words, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_the_command_prints_the_token_alone_and_once(store: Store) -> None:
    secret = run("--store", "acme", "--scope", "orders:read").strip()
    token = ApiToken.objects.get()
    assert secret.startswith("orion_") and token.digest == digest_of(secret) and token.prefix == secret[:12]
    assert (token.user.email, token.scopes) == ("ann@example.org", ["orders:read"])
    assert abs(token.expires_at - timezone.now() - timedelta(days=90)) < timedelta(minutes=1)


def test_the_command_takes_scopes_user_name_and_end(store: Store) -> None:
    line = json.loads(
        run(
            "--store", "acme", "--scope", "orders:read,stock:write", "--scope", "read", "--expires", "12h", "--user",
            "BOB@example.org", "--name", "Scale", "--json",
        )
    )  # fmt: skip
    assert line["scopes"] == ["orders:read", "stock:write", "read"]
    assert (line["user"], line["name"], line["store"]) == ("bob@example.org", "Scale", "acme")
    found = find_token(line["token"])
    assert found is not None and str(found.pk) == line["id"]
    assert abs(found.expires_at - timezone.now() - timedelta(hours=12)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--store", "none", "--scope", "read"], "There is no store “none”. Stores: acme."),
        (["--store", "acme", "--scope", "everything"], "There is no scope “everything”"),
        (["--store", "acme", "--scope", " , "], "Name a scope"),
        (["--store", "acme", "--scope", "read", "--expires", "soon"], "“soon” is no time"),
        (["--store", "acme", "--scope", "read", "--expires", "2026-02-31"], "is no time"),
        (["--store", "acme", "--scope", "read", "--expires", "0d"], "have ended already"),
        (["--store", "acme", "--scope", "read", "--expires", "9999d"], "ten years at most"),
        (["--store", "acme", "--scope", "read", "--user", "nobody@example.org"], "Nobody here has the address"),
        (["--store", "acme", "--scope", "read", "--name", "x" * 101], "longer than 100"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_cannot_be_is_refused_with_a_sentence(store: Store, words: list[str], said: str) -> None:
    with pytest.raises(CommandError) as refused:
        run(*words)
    assert said in str(refused.value)
    assert not ApiToken.objects.exists()


def test_nobody_gets_a_token_of_a_store_he_is_no_member_of(store: Store) -> None:
    stranger = User.objects.create_user("sam@example.org")
    with pytest.raises(DomainError, match="no member of Acme"):
        make_token(store=store, user=stranger, name="x", scopes=["read"], expires_at=timezone.now() + timedelta(days=1))


def test_taking_one_back_is_remembered_with_who_did_it(store: Store) -> None:
    made = make_token(
        store=store, user=store.members.get(email="ann@example.org"), name="x", scopes=["read"],
        expires_at=timezone.now() + timedelta(days=1), by="Ann",
    )  # fmt: skip
    revoke(made.token, by="Ann")
    first = ApiToken.objects.get().revoked_at
    revoke(ApiToken.objects.get(), by="Bob")
    assert first is not None and ApiToken.objects.get().revoked_at == first
    assert [row.history_change_reason for row in made.token.history.all()] == ["revoked by Ann", "made by Ann"]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("30d", datetime(2026, 12, 20, 12, tzinfo=UTC)),
        ("12H", datetime(2026, 11, 21, 0, tzinfo=UTC)),
        ("2027-01-31", datetime(2027, 1, 31, 23, 59, 59, tzinfo=LUXEMBOURG)),
        ("2027-01-31T10:00:00Z", datetime(2027, 1, 31, 10, tzinfo=UTC)),
        ("2027-01-31 10:00", datetime(2027, 1, 31, 10, tzinfo=LUXEMBOURG)),
    ],
)
def test_an_end_may_be_a_span_a_day_or_a_moment(text: str, end: datetime) -> None:
    assert end_of(text, zone=LUXEMBOURG, now=NOW) == end


def test_short_words_stand_for_many_scopes() -> None:
    assert expanded(["read"]) == set(READS)
    assert expanded(["write"]) == set(SCOPES) - {"connections:write"}
    assert expanded(["*"]) == set(SCOPES)
    assert expanded(["stock:write"]) == {"stock:write", "stock:read"}
    assert expanded(["gone:read", ""]) == set()
    assert checked([" read", "read", "orders:read"]) == ["read", "orders:read"]
