"""Where calls go at a marketplace that has several addresses: by the name that a call gives, and by region."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from marketplaces.framework.errors import NotSupported, Rejected

#: One address, or one by region.
Address = str | Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosts:
    """A marketplace's own addresses beside its `api_base_url`, which stands for each name that leads to "".

    A call goes to `named[call.host]`. Where that is a table, the credential field `by` says which of its addresses;
    while it is empty (before a sign-in) the base address is called. The name "" in the table moves the calls that name
    no host.
    """

    named: Mapping[str, Address] = field(default_factory=dict)
    by: str = ""

    def address(self, name: str, region: str = "") -> str:
        """The address of this name, "" for the base address. Raises Rejected for a region that is not there."""
        if name and name not in self.named:
            raise NotSupported(f"No address is declared under the name “{name}”")
        found = self.named.get(name, "")
        if isinstance(found, str):
            return found.rstrip("/")
        if region and region not in found:
            known = ", ".join(sorted(found))
            raise Rejected(f"There is no address for “{region}”", fix=f"Choose one of {known} in the keys of the shop.")
        return found.get(region, "").rstrip("/")

    def region(self, values: Mapping[str, str]) -> str:
        """The region that these credentials are for."""
        return values.get(self.by, "") if self.by else ""

    def all(self) -> tuple[str, ...]:
        """Each address once."""
        tables = [{"": found} if isinstance(found, str) else found for found in self.named.values()]
        return tuple(dict.fromkeys(address.rstrip("/") for table in tables for address in table.values() if address))

    def at_base(self) -> "Hosts":
        """The same names, all leading to the base address: for a connection that has an address of its own."""
        return Hosts(named=dict.fromkeys(self.named, ""))
