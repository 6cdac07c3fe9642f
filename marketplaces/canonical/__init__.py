"""The words every connector translates into: frozen, plain Python, no Django. `raw` keeps what was received."""
