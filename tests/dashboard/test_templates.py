"""Templates and static files obey the policy: nothing inline, nothing from outside, within their budgets."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR)
PAGES = sorted(path for path in (ROOT / "templates").rglob("*.html") if "emails" not in path.parts)
SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b", re.IGNORECASE)
ids = {"ids": lambda path: str(path.relative_to(ROOT))}


@pytest.mark.parametrize("page", PAGES, **ids)
def test_a_template_parses(page: Path) -> None:
    get_template(str(page.relative_to(ROOT / "templates")))


@pytest.mark.parametrize("page", PAGES, **ids)
def test_a_template_has_nothing_inline(page: Path) -> None:
    text = page.read_text()
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|hx-on|javascript:|\bdata:", text)


@pytest.mark.parametrize("page", PAGES, **ids)
def test_a_template_names_no_outside_host(page: Path) -> None:
    assert not re.search(r"(?:src|href|action)=[\"']?(?:https?:)?//", page.read_text())


@pytest.mark.parametrize("page", PAGES, **ids)
def test_every_visible_word_goes_through_translation(page: Path) -> None:
    assert bare_words(page.read_text()) == []


def bare_words(text: str) -> list[str]:
    """Words between tags that no translation tag surrounds; the product's name and key names are no words."""
    text = re.sub(r"{%\s*comment\s*%}.*?{%\s*endcomment\s*%}", "", text, flags=re.DOTALL)
    text = re.sub(r"{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}", "", text, flags=re.DOTALL)
    text = re.sub(r"{%\s*block title\s*%}.*?{%\s*endblock\s*%}", "", text) if "{% block title %}Orion" in text else text
    text = re.sub(r"<kbd[^>]*>.*?</kbd>|<!doctype html>", "", text)
    text = re.sub(r"{[%{#].*?[%}#]}", "", text, flags=re.DOTALL)
    words = re.findall(r"[^\W\d_]{2,}", re.sub(r"<[^>]*>", " ", text, flags=re.DOTALL))
    return [word for word in words if word != "Orion"]


@pytest.mark.parametrize("page", PAGES, **ids)
def test_attributes_read_aloud_are_translated_too(page: Path) -> None:
    text = re.sub(
        r"{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}|{[%{].*?[%}]}", "", page.read_text(), flags=re.DOTALL
    )
    spoken = re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]*[^\W\d_]{2,}[^"]*)"', text)
    assert spoken == []


@pytest.mark.parametrize("sheet", SHEETS, **ids)
def test_a_style_sheet_fetches_nothing(sheet: Path) -> None:
    assert not re.search(r"url\(|@import|data:", re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL))


def test_style_and_script_stay_within_their_budgets() -> None:
    assert sum(sheet.stat().st_size for sheet in SHEETS) < 45_000
    assert max(script.stat().st_size for script in SCRIPTS) < 12_000


def test_the_check_for_bare_words_finds_one() -> None:
    assert bare_words("<p>{% translate 'fine' %} bare</p>") == ["bare"]
