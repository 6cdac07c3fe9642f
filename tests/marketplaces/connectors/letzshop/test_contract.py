"""The rules that every connector keeps, in the dialect that exists."""

from typing import ClassVar

from marketplaces.framework.capabilities import Capability
from tests.contract.suite import ConnectorContract


class TestLetzshop(ConnectorContract):
    code = "letzshop"
    keyless: ClassVar[frozenset[Capability]] = frozenset({Capability.PULL_PRODUCTS})
    lacks: ClassVar[dict[Capability, str]] = {
        Capability.WEBHOOK: "Letzshop is assumed to send no pushes (contract section 7): it is asked again and again.",
    }
