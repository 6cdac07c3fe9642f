"""Product feeds that programs bring."""
