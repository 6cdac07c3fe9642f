"""Several orders handed over together."""
