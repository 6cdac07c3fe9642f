"""Reads JSON bodies; what PostgreSQL or a text cannot hold is refused before anybody looks at it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class PlainJSONParser(JSONParser):
    """Objects in UTF-8 only, whatever charset is named: no NUL, no half of a character, no nesting without end."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        try:
            data = json.loads(stream.read().decode("utf-8-sig"), parse_constant=_no_number, parse_float=_number)
            _check(data)
        except UnicodeDecodeError:
            raise ParseError(_("The body is not written in UTF-8.")) from None
        except ValueError as error:
            raise ParseError(_("The body is no JSON: %(why)s.") % {"why": str(error)[:200]}) from None
        except RecursionError:
            raise ParseError(_("The body is nested too deeply.")) from None
        if not isinstance(data, dict):
            raise ParseError(_("The body is no JSON object. Send one in {…}."))
        return data


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        _no_number(text[:20])
    return number


def _check(data: Any) -> None:
    if isinstance(data, str):
        if "\x00" in data or not _is_text(data):
            raise ParseError(_("A text holds a character that no text may hold. Leave it out."))
    elif isinstance(data, dict):
        for name, inner in data.items():
            _check(name)
            _check(inner)
    elif isinstance(data, list):
        for inner in data:
            _check(inner)


def _is_text(data: str) -> bool:
    try:
        data.encode()
    except UnicodeEncodeError:
        return False
    return True
