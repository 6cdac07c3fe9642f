"""The smallest connector with a sign-in that is renewed."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from marketplaces.framework.base import Account, Connector, TokenSet
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.credentials import CredentialField
from marketplaces.framework.errors import ConnectorError, LoginExpired
from marketplaces.framework.transport import Answer, Call, Outgoing


class ToyConnector(Connector):
    """Bearer token, refresh by a single-use token."""

    code: ClassVar[str] = "toy"
    name: ClassVar[str] = "Toy"
    api_base_url: ClassVar[str] = "https://api.toy.example"
    api_version: ClassVar[str] = "1"
    auth_type: ClassVar[str] = "oauth2"
    capabilities = frozenset({Capability.TEST_CONNECTION, Capability.TOKEN})
    app_field: ClassVar[str] = "app_key"
    account_field: ClassVar[str] = "shop_id"
    credential_fields = (
        CredentialField(name="app_key", label="App key", column="api_key"),
        CredentialField(name="push_key", label="Push key", column="extra", required=False),
        CredentialField(name="shop_id", label="Shop id", column="settings", secret=False, required=False),
        CredentialField(name="access_token", label="Access token", column="access_token", required=False),
        CredentialField(name="refresh_token", label="Refresh token", column="refresh_token", required=False),
    )

    def account(self) -> Account:
        call = Call(operation="test_connection", method="POST", path="/account", json={})
        answer = self.context.transport.send(call, authorise=_bearer, classify=_classify)
        return Account(remote_account_id=answer.json["account"], name=answer.json["name"], currency="EUR")

    def refresh_token(self, values: Mapping[str, str]) -> TokenSet:
        call = Call(
            operation="token", method="POST", path="/refresh", json={"refresh_token": values.get("refresh_token", "")},
            safe=False, authorised=False,
        )  # fmt: skip
        answer = self.context.transport.send(call, authorise=None, classify=_classify)
        return TokenSet(values=answer.json, expires_at=datetime.now(UTC) + timedelta(hours=4))

    def authorisation_url(self, *, redirect_url: str, state: str) -> str:
        return f"{self.context.base_url}/consent?to={redirect_url}&state={state}"

    def exchange_code(self, query: Mapping[str, str]) -> TokenSet:
        return self.refresh_token({"refresh_token": query["code"]})


def _bearer(outgoing: Outgoing, values: Mapping[str, str]) -> None:
    outgoing.headers["Authorization"] = f"Bearer {values.get('access_token', '')}"


def _classify(answer: Answer) -> ConnectorError | None:
    body: Any = answer.json if isinstance(answer.json, dict) else {}
    return LoginExpired("Refused", said=str(body.get("message", ""))) if answer.status == 401 else None
