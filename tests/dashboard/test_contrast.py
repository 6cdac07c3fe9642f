"""The tokens keep WCAG AA on every surface they can stand on, in light and in dark."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text()
SURFACES = ("canvas", "surface", "raised", "sunken", "hover", "selected")
TONES = ("grey", "blue", "violet", "teal", "green", "amber", "red")
WORDS, SHAPES = 4.5, 3.0


def colours(scheme: int) -> dict[str, str]:
    """Token to colour: 0 is light, 1 is dark."""
    found = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\b", TOKENS))
    for name, light, dark in re.findall(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)", TOKENS):
        found[name] = (light, dark)[scheme]
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def pairs() -> list[tuple[str, str, float]]:
    """What stands on what, and how clearly it must be told apart."""
    found = [(ink, ground, WORDS) for ink, ground in product(("text", "muted", "link"), SURFACES)]
    found += [(f"{tone}-fg", ground, WORDS) for tone, ground in product(TONES, (*SURFACES,))]
    found += [(f"{tone}-fg", f"{tone}-bg", WORDS) for tone in TONES]
    found += [("text", f"{tone}-bg", WORDS) for tone in TONES]
    found += [(f"{tone}-dot", ground, SHAPES) for tone, ground in product(TONES, ("surface", "raised", "canvas"))]
    found += [(f"series-{n}", "surface", SHAPES) for n in range(1, 6)]
    found += [("line-strong", ground, SHAPES) for ground in ("surface", "canvas", "raised")]
    found += [("focus", ground, SHAPES) for ground in SURFACES]
    found += [
        ("on-accent", ground, WORDS) for ground in ("accent", "accent-hover", "danger-solid", "danger-solid-hover")
    ]
    found += [(ink, ground, WORDS) for ink, ground in product(("rail-text", "rail-muted"), ("rail",))]
    return [*found, ("rail-text", "rail-hover", WORDS), ("star", "rail", SHAPES)]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), pairs())
def test_what_is_written_can_be_read(ink: str, ground: str, least: float, scheme: int) -> None:
    palette = colours(scheme)
    assert contrast(palette[ink], palette[ground]) >= least


@pytest.mark.parametrize(
    "code_and_colour", re.findall(r"\.(mp[\w-]*) \{ --mp: (#[0-9a-f]{6})", TOKENS), ids=lambda pair: pair[0]
)
def test_white_letters_stand_on_every_monogram(code_and_colour: tuple[str, str]) -> None:
    assert contrast("#ffffff", code_and_colour[1]) >= WORDS
