"""Outgoing webhooks: who is told what, and how each try went."""
