"""Runs: started, followed, stopped, and read as the sync log."""
