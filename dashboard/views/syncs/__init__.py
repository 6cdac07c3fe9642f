"""What runs, what waits to be sent, when it runs next, what was pushed to us, and every call."""
