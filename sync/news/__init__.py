"""The news of a store: what happened, read from what is written anyway, and whom it is told."""
