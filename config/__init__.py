"""The wires: settings, addresses, the task app and the commands that start Orion."""
