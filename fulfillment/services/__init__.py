"""What can be done with fulfillment: one file per subject."""
