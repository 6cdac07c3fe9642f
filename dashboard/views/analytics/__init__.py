"""Analytics: what was sold, what it cost, what is left; how the syncing went; both as files."""
