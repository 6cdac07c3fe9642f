"""What a shop hears, as bytes and as what is kept for its repeat, and keys that we make for it."""

from decimal import Decimal

import pytest

from marketplaces.framework.credentials import CredentialField
from marketplaces.framework.intake import Reply


def test_a_reply_is_written_as_short_json_with_exact_amounts() -> None:
    assert Reply(status=200, body={"é": Decimal("1.10"), "n": 1}).bytes == '{"é":"1.10","n":1}'.encode()


@pytest.mark.parametrize(
    ("status", "kept"), [(201, True), (200, True), (409, True), (422, True), (429, False), (503, False)]
)
def test_only_what_was_no_trouble_of_the_moment_is_kept(status: int, kept: bool) -> None:
    assert Reply(status=status).is_kept is kept


def test_a_made_secret_fits_its_own_field_and_is_never_the_same() -> None:
    field = CredentialField(name="secret", label="Secret", column="extra", made="whsec_", hint="x")
    values = {field.new_value() for _ in range(5)}
    assert len(values) == 5
    assert all(value.startswith("whsec_") and field.problem(value) == "" for value in values)
