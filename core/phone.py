"""Phone numbers of people, recognisable and not callable; showing one whole is an act of its own."""


def masked(phone: str) -> str:
    """Enough to recognise a number by, too little to call it."""
    digits = [place for place, letter in enumerate(phone) if letter.isdigit()]
    hidden = set(digits[4:-2]) if len(digits) > 6 else set(digits)
    return "".join("•" if place in hidden else letter for place, letter in enumerate(phone))
