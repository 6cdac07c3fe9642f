"""The floor: tenants, members, money, encryption, redaction and the clock."""
