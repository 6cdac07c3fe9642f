"""Unified orders: intake from every channel, lifecycle, cancellation."""
