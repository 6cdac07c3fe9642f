"""Stock: the list, why a number is what it is, the ledger, and changing a count."""
