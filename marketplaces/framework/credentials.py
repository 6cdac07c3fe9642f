"""The fields a merchant fills in to connect a shop."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

#: Where a field is kept: columns of `marketplace_credentials` (`extra` is encrypted JSON), or `settings`, not secret.
COLUMNS = ("api_key", "api_secret", "access_token", "refresh_token", "extra", "settings")


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialField:
    """One input of the connect form, generated into page, command and API alike.

    `name` is lower snake case as CONTRACT.md and the wire call it. `column` says where it is kept. `where` tells where
    to find it in the seller portal.
    """

    name: str
    label: str
    column: str
    secret: bool = True
    required: bool = True
    hint: str = ""
    where: str = ""
    pattern: str = ""
    pattern_hint: str = ""
    granted: bool = False  # signing in by link brings it; who signs in need not type it
    told: bool = False  # the marketplace tells it by itself, at sign-in or later; no form asks for it
    made: str = ""  # the shop has none yet: we make one that begins so, and show it once

    def __post_init__(self) -> None:
        if self.column not in COLUMNS:
            raise ValueError(f"{self.name}: no column {self.column}")
        if self.secret and self.column == "settings":
            raise ValueError(f"{self.name}: settings are not encrypted and have a history; a secret has its own column")

    def new_value(self) -> str:
        """One that nobody can guess."""
        return f"{self.made}{secrets.token_urlsafe(24)}" if self.secret else f"{self.made}{secrets.token_hex(4)}"

    def problem(self, value: str) -> str:
        """A sentence that says what to enter, or "" when the (trimmed) value will do."""
        if not value:
            where = (self.where or self.hint or "the seller portal shows it").rstrip(".")
            return f"{self.label} is empty. Enter it; {where}." if self.required else ""
        if any(character.isspace() for character in value):
            return f"{self.label} has a blank inside. Copy it again, without blanks."
        if self.pattern and not re.fullmatch(self.pattern, value):
            return f"{self.label} has another form. {self.pattern_hint or 'Copy it again from the seller portal.'}"
        return ""


def checked(fields: tuple[CredentialField, ...], given: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Trim what was typed and return (values, problems by field name); unknown names are a problem too."""
    values = {name: text.strip() for name, text in given.items()}
    known = {field.name: field for field in fields}
    problems = {name: field.problem(values.get(name, "")) for name, field in known.items()}
    for name in values.keys() - known.keys():
        problems[name] = f"There is no field “{name}”. Known fields: {', '.join(known)}."
    return {name: values[name] for name in known if values.get(name)}, {n: text for n, text in problems.items() if text}
