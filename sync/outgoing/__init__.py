"""News told to programs of the merchant's own: signed, in order of what is due, again until they are taken."""
