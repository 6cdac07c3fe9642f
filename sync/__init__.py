"""The engine: runs, pulls, pushes, retry, schedules, webhooks in, reconciliation."""
