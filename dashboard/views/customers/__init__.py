"""The pages about buyers."""
