"""What marketplaces pushed to us."""
