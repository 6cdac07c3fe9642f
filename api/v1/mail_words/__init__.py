"""The words of a store's mails, per language."""
