"""How often Python looks for garbage in rings: seldom while much is loaded, and never again at what was loaded."""

import gc

#: New objects between two looks. Loading makes hundreds of thousands that stay; looking at them after every 700, as
#: Python does by itself, is a fifth of the start.
OBJECTS_BETWEEN_COLLECTIONS = 50_000
#: While requests are served: a look at so many new ones takes a millisecond or two, at fifty thousand ten.
WHILE_SERVING = 10_000


def look_seldom() -> None:
    """Before anything is loaded."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)


def keep_loaded() -> None:
    """After loading: a look at all of it stops every thread for a tenth of a second, and finds nothing."""
    gc.freeze()
    gc.set_threshold(WHILE_SERVING)
