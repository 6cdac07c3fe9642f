"""The words every connector translates into: frozen, plain Python, no Django. Each object keeps what was received in `raw`."""
