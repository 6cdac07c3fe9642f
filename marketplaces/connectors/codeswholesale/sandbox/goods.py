"""What the practice supplier sells: made-up games, vouchers and programs in several scripts, as rows."""

from __future__ import annotations

#: Title, platform, regions, what is said of the regions, languages, euros for one, kind of key, EAN.
Row = tuple[str, str, tuple[str, ...], str, tuple[str, ...], str, str, str]

TEXT, IMAGE, PREORDER = "text", "image", "preorder"
WORLD, EUROPE, AMERICA, ASIA = ("WORLDWIDE",), ("EU",), ("NA", "LATAM"), ("ASIA", "JP")
MANY, WEST, ENGLISH = ("Multilanguage",), ("en", "de", "fr"), ("en",)

GOODS: tuple[Row, ...] = (
    ("Lantern Quest (Steam)", "Steam", WORLD, "", MANY, "8.49", TEXT, "5412345100010"),
    ("Gift Card 20 EUR", "None", EUROPE, "EU without CH", WEST, "19.10", IMAGE, "5412345100027"),
    ("Harbour of Winds: Tides (pre-order)", "Steam", WORLD, "", WEST, "31.90", PREORDER, "5412345100034"),
    ("Звёздная верфь (Steam)", "Steam", ("RU", "CIS"), "RU, BY, KZ, UZ", ("ru", "en"), "4.35", TEXT, ""),
    ("กุญแจแห่งสายฝน", "Nintendo", ASIA, "TH, VN, SG", ("th", "en"), "22.75", TEXT, ""),
    ("星灯の庭 — Garden of Starlight", "PlayStation", ("JP",), "", ("ja",), "27.40", IMAGE, ""),
    ("Königsweg – Die Wälder, Gold-Edition", "GOG", EUROPE, "", ("de", "en"), "11.05", TEXT, "4006381333931"),
    ("L’Été des Îles", "Ubisoft Connect", EUROPE, "", ("fr", "en"), "14.60", TEXT, ""),
    ("Studio Office 2026, 1 PC", "Microsoft", WORLD, "", MANY, "39.80", TEXT, ""),
    ("Antivirus Lumen, 1 year, 3 devices", "Other", EUROPE, "EU and UK", WEST, "12.3000", TEXT, ""),
    ("Console Credit 50 USD", "Xbox", ("US",), "US accounts only", ENGLISH, "43.95", IMAGE, ""),
    ("مفتاح الواحة", "Steam", ("MENA",), "", ("ar", "en"), "6.20", TEXT, ""),
    ("Rocket Orchard", "Epic Games", AMERICA, "", ("en", "es", "pt"), "9.99", TEXT, ""),
    ("Kleine Sterne 2 (Vorbestellung)", "Steam", WORLD, "", ("de", "en"), "17.15", PREORDER, ""),
    ("Music Pass, 3 months", "Spotify", ("DE", "FR", "LU"), "new customers", WEST, "24.20", TEXT, ""),
    ("O Caminho do Farol & <Sal>", "Steam", WORLD, "", ("pt", "en"), "3.07", TEXT, ""),
)  # fmt: skip

PLATFORMS = tuple(sorted({row[1] for row in GOODS}))
REGIONS = tuple(sorted({region for row in GOODS for region in row[2]}))
LANGUAGES = tuple(sorted({language for row in GOODS for language in row[4]}))
TERRITORIES = ("English", "French", "German", "Russian", "Spanish")
#: The word of a territory's text for the letters that a request names it by.
LOCALES = {"en": "English", "fr": "French", "de": "German", "ru": "Russian", "es": "Spanish"}


def row(number: int) -> Row:
    """The row of the n-th product; past the range any number of small vouchers follow."""
    if number < len(GOODS):
        return GOODS[number]
    euros = f"{2 + number % 70}.{number % 100:02d}"
    return (f"Pocket Credit No. {number}", "Mobile", WORLD, "", MANY, euros, TEXT, "")
