"""Files of stock for systems that read files: put on a schedule, whole or not at all, never an empty one."""
