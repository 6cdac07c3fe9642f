"""The title of what was refused says the effect on the merchant, not the class of error."""

import pytest

from marketplaces.framework.errors import ConnectorError, NotFound, Rejected, UnexpectedPayload
from marketplaces.models import Connection, OutboundChange
from sync.push.headline import NOT_TAKEN, headline

Kind = OutboundChange.Kind


@pytest.mark.parametrize(
    ("kind", "error", "title"),
    [
        (Kind.STOCK, Rejected(marketplace="Shopee"), "Lumen TH did not take the stock of LMP-1"),
        (Kind.CANCEL, Rejected(marketplace="Shopee"), "Lumen TH did not cancel LMP-1"),
        (Kind.PRICE, NotFound(marketplace="Shopee"), "LMP-1 is gone at Lumen TH"),
        (Kind.STOCK, UnexpectedPayload("list", "nothing", marketplace="Shopee"), "stock · LMP-1"),
    ],
)  # fmt: skip
def test_it_names_shop_effect_and_thing(kind: str, error: ConnectorError, title: str) -> None:
    change = OutboundChange(kind=kind, connection=Connection(name="Lumen TH"))
    assert headline(change, error, "LMP-1").endswith(title)


def test_every_kind_of_change_has_its_words() -> None:
    assert set(NOT_TAKEN) == set(Kind)
