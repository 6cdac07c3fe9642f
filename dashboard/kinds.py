"""A marketplace as pages draw it: templates would call the connector's class, so they get its facts instead."""

from __future__ import annotations

from dataclasses import dataclass

from marketplaces.framework.base import Connector
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.credentials import CredentialField


@dataclass(frozen=True, slots=True)
class Kind:
    """What a connector says about itself."""

    code: str
    name: str
    description: str
    experimental: bool
    credential_fields: tuple[CredentialField, ...]
    api_version: str
    documentation_url: str
    has_apps: bool
    hook_where: str
    receives: bool
    sells_ours: bool
    supplies: bool

    @classmethod
    def of(cls, kind: type[Connector]) -> Kind:
        """The facts of a connector."""
        return cls(
            code=kind.code,
            name=kind.name,
            description=kind.description,
            experimental=kind.experimental,
            credential_fields=tuple(field for field in kind.credential_fields if not field.told),
            api_version=kind.api_version,
            documentation_url=kind.documentation_url,
            has_apps=bool(kind.app_field),
            hook_where=kind.webhooks.where if kind.webhooks else "",
            receives=kind.intake is not None,
            sells_ours=Capability.OFFER_CATALOGUE in kind.capabilities,
            supplies=Capability.PURCHASE in kind.capabilities,
        )
