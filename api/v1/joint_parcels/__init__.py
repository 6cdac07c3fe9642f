"""Orders that leave in one parcel."""
