"""What can be done with inventory: one file per subject."""
