"""The paths of the owner's documents."""
