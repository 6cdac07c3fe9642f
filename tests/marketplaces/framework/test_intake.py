"""What a shop hears, as bytes and as what is kept for its repeat; and what may be run or switched for it."""

from decimal import Decimal

import pytest

from marketplaces.framework.capabilities import Capability, can_be_switched, can_run
from marketplaces.framework.credentials import CredentialField
from marketplaces.framework.intake import Reply

READ = frozenset({Capability.PULL_ORDERS, Capability.PULL_PRODUCTS})
SENT = frozenset({Capability.RECEIVE_ORDERS, Capability.OFFER_CATALOGUE})


def test_a_reply_is_written_as_short_json_with_exact_amounts() -> None:
    assert Reply(status=200, body={"é": Decimal("1.10"), "n": 1}).bytes == '{"é":"1.10","n":1}'.encode()


@pytest.mark.parametrize(
    ("status", "kept"), [(201, True), (200, True), (409, True), (422, True), (429, False), (503, False)]
)
def test_only_what_was_no_trouble_of_the_moment_is_kept(status: int, kept: bool) -> None:
    assert Reply(status=status).is_kept is kept


@pytest.mark.parametrize(
    ("able", "wanted", "runs", "switches"),
    [
        (READ, Capability.PULL_ORDERS, True, True), (READ, Capability.PULL_PRODUCTS, True, True),
        (SENT, Capability.PULL_ORDERS, False, True), (SENT, Capability.PULL_PRODUCTS, True, True),
        (SENT, Capability.PUSH_STOCK, False, False),
    ],
    ids=["read-orders", "read-products", "sent-orders", "offered-products", "neither"],
)  # fmt: skip
def test_what_is_sent_or_offered_stands_in_for_what_is_read(
    able: frozenset[Capability], wanted: Capability, runs: bool, switches: bool
) -> None:
    assert can_run(able, wanted) is runs
    assert can_be_switched(able, wanted) is switches


def test_a_made_secret_fits_its_own_field_and_is_never_the_same() -> None:
    field = CredentialField(name="secret", label="Secret", column="extra", made="whsec_", hint="x")
    values = {field.new_value() for _ in range(5)}
    assert len(values) == 5
    assert all(value.startswith("whsec_") and field.problem(value) == "" for value in values)
