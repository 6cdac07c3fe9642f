"""The declared limits are those of the contract, section 9: never faster, and hardly slower."""

import pytest

from marketplaces.connectors.amazon.connector import AmazonConnector
from marketplaces.framework.errors import PermissionMissing
from marketplaces.framework.limits import LimitScope

#: Operation group to what is published: calls a second, and how many at once.
PUBLISHED = {
    "sellers": (0.016, 15), "orders": (0.0056, 20), "order": (0.5, 30), "cancel": (1, 5), "ship": (2, 10),
    "old_orders": (0.0167, 20), "old_order": (0.5, 30), "old_items": (0.5, 30), "restricted_token": (1, 10),
    "listings": (5, 5), "listing": (5, 10), "patch": (5, 5), "put": (5, 10), "delete": (5, 5), "inventory": (2, 2),
    "feed_document": (0.5, 15), "create_feed": (0.0083, 15), "feed": (2, 15), "feed_result": (0.0222, 10),
    "create_report": (0.0167, 15), "reports": (0.0222, 10), "report": (2, 15), "report_document": (0.0167, 15),
}  # fmt: skip
DECLARED = {limit.group: limit for limit in AmazonConnector.limits}


def test_every_operation_has_its_limit():
    assert DECLARED.keys() == PUBLISHED.keys() | {"*", "listings_feed"}


@pytest.mark.parametrize("group", PUBLISHED)
def test_it_is_as_published(group):
    (rate, burst), declared = PUBLISHED[group], DECLARED[group]
    assert 0.95 * rate <= declared.rate / declared.per <= rate * 1.0001
    assert burst - 1 <= declared.burst <= burst


def test_no_five_minutes_see_more_than_five_files():
    declared = DECLARED["listings_feed"]
    assert declared.burst + 300 * declared.rate / declared.per <= 5


def test_a_seller_has_one_budget_on_all_of_his_marketplaces():
    assert {limit.scope for limit in AmazonConnector.limits} == {LimitScope.KEY}
    (field,) = [each.name for each in AmazonConnector.credential_fields if each.column == "api_key"]
    assert field == "selling_partner_id"


def test_a_call_spends_its_own_limit_and_that_of_all_calls(remote, line):
    made = line()
    remote.answers("GET /sellers/v1/marketplaceParticipations", {"payload": []})
    with pytest.raises(PermissionMissing):
        made.connector.account()
    assert {group for group, _scope in made.limiter.reserved} == {"*", "sellers"}
