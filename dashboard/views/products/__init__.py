"""Products: the list, one product, making and changing them, bringing them in."""
