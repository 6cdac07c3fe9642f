"""The hash of postbacks, after the contract's vector, and the token in its header."""

import pytest

from marketplaces.connectors.codeswholesale import auth
from marketplaces.framework.errors import LoginExpired
from marketplaces.framework.transport import Outgoing

CLIENT, SIGNATURE = "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "11111111-2222-4333-8444-555555555555"


def test_the_contracts_vector():
    digest = "121bece26e76c30ad8479e7537b471b0736c74f7bee7b1d4993084983aa68ca5"
    assert auth.auth_hash(CLIENT, SIGNATURE) == digest
    assert auth.auth_hash(SIGNATURE, CLIENT).startswith("facf6af9")


def test_a_token_goes_in_the_header():
    outgoing = Outgoing(method="GET", path="/", params=[], headers={})
    auth.authorise(outgoing, {"access_token": "t"})
    assert outgoing.headers == {"Authorization": "Bearer t"}


def test_without_a_token_nothing_is_sent():
    with pytest.raises(LoginExpired):
        auth.authorise(Outgoing(method="GET", path="/", params=[], headers={}), {})


def test_the_form_holds_what_the_contract_names_and_no_scope():
    form = auth.token_form({"client_id": "i", "client_secret": "s", "access_token": "t"})
    assert form == [("grant_type", "client_credentials"), ("client_id", "i"), ("client_secret", "s")]
