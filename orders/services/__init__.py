"""What can be done with orders: one file per subject."""
