"""What a call carries, where consent is given, and to which of Amazon's hosts a marketplace's calls go."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from marketplaces.connectors.amazon import auth
from marketplaces.connectors.amazon.connector import AmazonConnector
from marketplaces.connectors.amazon.places import PLACES
from marketplaces.framework.errors import Rejected
from marketplaces.framework.transport import Outgoing


def outgoing():
    return Outgoing(method="GET", path="/", params=[], headers={})


def test_the_token_goes_bare_in_its_own_header():
    call = outgoing()
    auth.as_seller(call, {"access_token": "Atza|1"})
    assert call.headers == {"x-amz-access-token": "Atza|1"}


def test_a_token_for_personal_data_takes_its_place():
    call = outgoing()
    auth.with_token("Atz.sprdt|2")(call, {"access_token": "Atza|1"})
    assert call.headers == {"x-amz-access-token": "Atz.sprdt|2"}


def test_the_consent_link_names_the_application_and_the_way_back():
    link = auth.consent_link(
        {"application_id": "amzn1.sp.solution.1"}, address="https://sellercentral-europe.amazon.com",
        redirect_url="https://hub.example/back/?a=1", state="s t",
    )  # fmt: skip
    parts = urlsplit(link)
    assert (parts.netloc, parts.path) == ("sellercentral-europe.amazon.com", "/apps/authorize/consent")
    assert dict(parse_qsl(parts.query)) == {
        "application_id": "amzn1.sp.solution.1", "state": "s t", "redirect_uri": "https://hub.example/back/?a=1",
    }  # fmt: skip


def test_without_an_application_there_is_no_link():
    with pytest.raises(Rejected, match="application id"):
        auth.consent_link({}, address="https://a", redirect_url="https://b", state="s")


@pytest.mark.parametrize(
    ("place", "host"),
    [
        ("ATVPDKIKX0DER", "sellingpartnerapi-na"), ("A2Q3Y263D00KWC", "sellingpartnerapi-na"),
        ("A1PA6795UKMFR9", "sellingpartnerapi-eu"), ("A21TJRUUN4KGV", "sellingpartnerapi-eu"),
        ("A2VIGQ35RCS4UG", "sellingpartnerapi-eu"), ("A1VC38T7YXB528", "sellingpartnerapi-fe"),
        ("A39IBJ37TRP1C6", "sellingpartnerapi-fe"),
    ],
)  # fmt: skip
def test_a_marketplace_is_called_at_its_region(place, host):
    assert AmazonConnector.hosts.address("", place) == f"https://{host}.amazon.com"


def test_all_tokens_are_made_at_one_host():
    assert AmazonConnector.hosts.address("lwa", "A1VC38T7YXB528") == "https://api.amazon.com"


def test_a_number_that_is_no_marketplace_is_refused_with_a_sentence():
    with pytest.raises(Rejected):
        AmazonConnector.hosts.address("", "A0000000000000")


def test_every_marketplace_of_the_contract_is_there():
    assert len(PLACES) == 23
    assert {place.country for place in PLACES.values()} >= {"US", "DE", "JP", "IE", "ZA", "EG"}
