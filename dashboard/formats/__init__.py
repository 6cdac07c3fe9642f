"""How numbers, money and times read: pure functions of a value and a region, no Django request in sight."""
