"""The forms of a page as a browser reads them: where they go, what stands in their fields, which buttons send them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

#: Fields that a person writes in; a browser never fills a password or a file in again.
TYPED = {"text", "number", "email", "url", "tel", "date", "time", "datetime-local", "textarea"}


@dataclass
class Field:
    """A control that is sent along; `kind` is the type of an input, or the name of its element."""

    name: str
    kind: str
    value: str = ""
    most: int = 200
    readonly: bool = False

    @property
    def is_typed(self) -> bool:
        return self.kind in TYPED and not self.readonly


@dataclass
class Form:
    """A form that changes something."""

    action: str
    fields: list[Field] = field(default_factory=list)
    #: Name, value and address of each button; a form sends with Enter, too.
    buttons: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def typed(self) -> list[Field]:
        return [each for each in self.fields if each.is_typed]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.loose: list[tuple[str, Field]] = []
        self.form: Form | None = None
        self.area: Field | None = None
        self.choice: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(told.get("action", ""))
            if told.get("method", "").lower() == "post":
                self.forms.append(self.form)
            self.by_id[told.get("id", "")] = self.form
        elif tag == "option" and self.choice is not None:
            if "selected" in told or not self.choice.value:
                self.choice.value = told.get("value", "")
        elif tag == "button" and self.form is not None and told.get("type", "submit") == "submit":
            self.form.buttons.append((told.get("name", ""), told.get("value", ""), told.get("formaction", "")))
        elif tag in ("input", "textarea", "select") and told.get("name") and "disabled" not in told:
            self._field(tag, told)

    def _field(self, tag: str, told: dict[str, str]) -> None:
        kind = told.get("type", "text") if tag == "input" else tag
        if kind in ("checkbox", "radio") and "checked" not in told:
            return
        most = int(told.get("maxlength") or 200)
        made = Field(told["name"], kind, told.get("value", ""), most, "readonly" in told)
        self.area, self.choice = (made if tag == "textarea" else None), (made if tag == "select" else None)
        if "form" in told:
            self.loose.append((told["form"], made))
        elif self.form is not None:
            self.form.fields.append(made)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "textarea":
            self.area = None
        elif tag == "select":
            self.choice = None

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area.value += data


def forms_of(html: str) -> list[Form]:
    """Every form of a page that posts."""
    reader = _Reader()
    reader.feed(html)
    for name, loose in reader.loose:
        if name in reader.by_id:
            reader.by_id[name].fields.append(loose)
    return reader.forms
