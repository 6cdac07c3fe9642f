"""The practice marketplaces: a server that mounts every connector folder's emulator and keeps its state on disk."""
