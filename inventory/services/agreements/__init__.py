"""What listings and products agree on, field by field: compared when either moves, settled by a person or a rule."""
