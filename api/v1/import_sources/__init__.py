"""Where product feeds are fetched from."""
