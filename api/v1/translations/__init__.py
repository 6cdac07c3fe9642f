"""A product's words by language."""
