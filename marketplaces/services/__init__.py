"""The Django half of the border: connections, secrets, limits and call records."""
