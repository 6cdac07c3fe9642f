"""Drift: what listings show otherwise than told."""
