"""What the floor does: stores, members, and what needs a person."""
