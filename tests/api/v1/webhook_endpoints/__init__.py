"""Outgoing webhooks over the API."""
