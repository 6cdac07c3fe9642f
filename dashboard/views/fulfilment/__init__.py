"""The pages of whoever packs."""
