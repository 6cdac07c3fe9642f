"""Tokens of either form and whatever life is left in them, the account, its money, and how a buyer looks."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from marketplaces.connectors.codeswholesale import account
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import LoginExpired, Rejected, UnexpectedPayload
from tests.marketplaces.connectors.codeswholesale import samples
from tests.marketplaces.connectors.codeswholesale.conftest import CREDENTIALS

NOW = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
TOKEN, ACCOUNT = "POST /oauth/token", "GET /v3/accounts/current"
WRAPPED = {
    "value": "t", "tokenType": "bearer", "expiresIn": 1158, "expiration": "2026-01-05T10:19:18.000Z", "expired": False,
    "scope": ["administration"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ({"access_token": "t", "expires_in": 1158}, 1158), ({"access_token": "t", "expires_in": "3599"}, 3599),
        (WRAPPED, 1158), ({**WRAPPED, "expiresIn": None}, 1158), ({"access_token": "t", "expires_in": 121}, 121),
    ],
)  # fmt: skip
def test_either_form_tells_the_life_that_is_left(answer, left):
    found = account.token(answer, now=NOW)
    assert found.values["access_token"] == "t"
    assert found.expires_at == NOW + timedelta(seconds=left)


@pytest.mark.parametrize("left", [120, 60, 59, 1, 0])
def test_a_token_that_is_about_to_end_is_used_to_its_end(left):
    """Asking sooner gives the same one: the hub, which asks a minute before, would ask with every call."""
    found = account.token({"access_token": "t", "expires_in": left}, now=NOW)
    assert found.expires_at - account.MARGIN == NOW + timedelta(seconds=left)


def test_a_token_without_an_end_is_used_until_it_is_refused():
    assert account.token({"value": "t"}, now=NOW).expires_at is None


@pytest.mark.parametrize("odd", [{}, {"access_token": ""}, {"access_token": "t", "expires_in": "soon"}])
def test_an_answer_without_a_token_is_none(odd):
    with pytest.raises(UnexpectedPayload):
        account.token(odd, now=NOW)


@pytest.mark.parametrize(
    ("values", "over"),
    [
        ({}, True), ({"access_token": ""}, True), ({"access_token": "t"}, False),
        ({"access_token": "t", "token_ends_at": "2026-01-05T10:00:00.000Z"}, True),
        ({"access_token": "t", "token_ends_at": "2026-01-05T10:00:00.001Z"}, False),
        ({"access_token": "t", "token_ends_at": ""}, False),
    ],
)  # fmt: skip
def test_a_stored_token_is_over_when_its_end_has_passed(values, over):
    assert account.is_over(values, NOW) is over


def test_keys_travel_in_the_form_and_never_in_the_address(remote, line):
    at = line()
    remote.answers(TOKEN, samples.TOKEN)
    tokens = at.connector.refresh_token(CREDENTIALS)
    assert tokens.values["access_token"] == "token-new-0002"
    (sent,) = remote.seen
    assert (sent.query, "Authorization" in sent.headers) == ({}, False)
    assert sent.form == {
        "grant_type": "client_credentials", "client_id": CREDENTIALS["client_id"],
        "client_secret": CREDENTIALS["client_secret"],
    }  # fmt: skip
    assert CREDENTIALS["client_secret"] not in repr(at.recorder.calls)


@pytest.mark.parametrize("missing", ["client_id", "client_secret"])
def test_without_keys_nobody_is_asked(remote, supplier, missing):
    with pytest.raises(LoginExpired):
        supplier.refresh_token({**CREDENTIALS, missing: ""})
    assert remote.seen == []


def test_wrong_keys_are_the_accounts_matter(remote, supplier):
    remote.answers(TOKEN, (401, {"error": "invalid_client", "error_description": "Bad client credentials"}))
    with pytest.raises(LoginExpired) as caught:
        supplier.refresh_token(CREDENTIALS)
    assert "Bad client credentials" in str(caught.value)
    assert "client secret" in caught.value.fix


def test_the_account_is_named_by_its_address(remote, supplier):
    remote.answers(ACCOUNT, samples.BALANCE)
    found = supplier.account()
    assert (found.remote_account_id, found.name, found.currency) == ("buyer@example.lu", "Example Store", "EUR")
    assert remote.asked(TOKEN) == []


def test_an_account_without_an_address_is_named_by_its_client(remote, supplier):
    remote.answers(ACCOUNT, {**samples.BALANCE, "email": None})
    assert supplier.account().remote_account_id == CREDENTIALS["client_id"]


@pytest.mark.parametrize("stored", [{"access_token": ""}, {"token_ends_at": "2026-11-20T11:59:59.000Z"}])
def test_a_trial_without_a_living_token_fetches_its_own(remote, line, stored):
    at = line(**stored)
    remote.answers(TOKEN, samples.TOKEN)
    remote.answers(ACCOUNT, samples.BALANCE)
    assert at.connector.account().currency == "EUR"
    assert remote.asked(ACCOUNT)[0].headers["Authorization"] == "Bearer token-new-0002"
    assert at.credentials.refreshes == 0


def test_without_a_token_the_first_call_asks_for_one(remote, line):
    at = line(access_token="")
    remote.answers(TOKEN, samples.TOKEN)
    remote.answers("GET /v3/products", samples.page())
    list(at.connector.pull_products())
    assert at.credentials.refreshes == 1


def test_an_address_that_is_no_suppliers_is_noticed(remote, supplier):
    remote.answers(ACCOUNT, {"hello": "world"})
    with pytest.raises(UnexpectedPayload):
        supplier.account()


def test_the_secret_is_proved_even_where_an_older_token_still_lives(remote, supplier):
    remote.answers(TOKEN, (401, {"error": "invalid_client"}))
    with pytest.raises(LoginExpired):
        supplier.prove_other_keys()


def test_postbacks_without_their_signature_are_told_of(remote, line):
    remote.answers(TOKEN, samples.TOKEN)
    line(postbacks="on").connector.prove_other_keys()
    with pytest.raises(Rejected) as caught:
        line(postbacks="on", client_signature="").connector.prove_other_keys()
    assert "signature" in caught.value.fix


def test_postbacks_are_offered_only_where_they_are_switched_on(supplier):
    assert supplier.able({}) == supplier.capabilities - {Capability.WEBHOOK, Capability.REGISTER_WEBHOOK}
    assert supplier.able({"postbacks": "on"}) == supplier.capabilities


def test_the_balance_is_own_money_and_credit(remote, supplier):
    remote.answers(ACCOUNT, samples.BALANCE)
    found = supplier.balance()
    assert (found.own, found.credit, found.to_spend) == (Decimal("120.5"), Decimal("30.0"), Decimal("150.5"))
    assert found.currency == "EUR"


@pytest.mark.parametrize(("score", "hold"), [(0.7, False), (1.49, False), (1.5, True), (3, True)])
def test_a_risky_buyer_is_to_be_held(remote, supplier, score, hold):
    remote.answers("POST /v3/security", {"riskScore": score, "ipTor": True, "subDomain": False})
    found = supplier.buyer_risk(email="b@example.lu", ip_address="203.0.113.7")
    assert (found.hold, found.reasons) == (hold, ("ipTor",))
    assert remote.seen[0].body == {"customerEmail": "b@example.lu", "customerIpAddress": "203.0.113.7"}


def test_an_address_for_postbacks_is_told_and_read(remote, line):
    connector = line(postbacks="on").connector
    remote.answers("PUT /v2/webhook", {})
    remote.answers("GET /v2/webhook", {}, {"webhook": "https://hub.example/hooks/codeswholesale/t/"})
    assert connector.register_webhook("https://hub.example/hooks/codeswholesale/t/") == {}
    assert remote.seen[0].body == {"webhook": "https://hub.example/hooks/codeswholesale/t/"}
    assert connector.registered_webhook() == ""
    assert connector.registered_webhook().startswith("https://hub.example/")
