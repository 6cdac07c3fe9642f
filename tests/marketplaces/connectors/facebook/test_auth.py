"""The proof, by the contract's own vector; the token and the consent link."""

from urllib.parse import parse_qs, urlsplit

from marketplaces.connectors.facebook import auth
from marketplaces.framework.transport import Outgoing


def test_the_proof_is_the_one_that_the_contract_prints() -> None:
    expected = "de33e3667e87cabb70d394276b70407d24614b9908a516d06a88dd93e312fa5a"
    assert auth.proof("fbapp-secret-demo", "EAAdemoTOKEN123") == expected


def test_a_call_carries_the_token_as_a_header_and_the_proof_as_a_parameter() -> None:
    outgoing = Outgoing(method="GET", path="/v26.0/me", params=[("fields", "id")], headers={})
    auth.authorise(outgoing, {"access_token": "EAAdemoTOKEN123", "app_secret": "fbapp-secret-demo"})
    assert outgoing.headers == {"Authorization": "Bearer EAAdemoTOKEN123"}
    assert [name for name, _ in outgoing.params] == ["fields", "appsecret_proof"]


def test_the_consent_link_asks_for_what_is_needed_and_for_orders_only_where_they_are_on() -> None:
    def query(orders: bool) -> dict[str, list[str]]:
        link = auth.consent_link(
            host="https://www.facebook.com/", version="v26.0", app_id="12345", redirect_url="https://hub.example/back",
            state="s/1", orders=orders,
        )  # fmt: skip
        assert urlsplit(link).path == "/v26.0/dialog/oauth"
        return parse_qs(urlsplit(link).query)

    asked = query(False)
    assert (asked["client_id"], asked["state"], asked["response_type"]) == (["12345"], ["s/1"], ["code"])
    assert asked["redirect_uri"] == ["https://hub.example/back"]
    assert "catalog_management" in asked["scope"][0] and "orders" not in asked["scope"][0]
    assert "commerce_account_read_orders" in query(True)["scope"][0]
