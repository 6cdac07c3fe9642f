"""The drift radar: what listings show otherwise than told, why, what it may cost, and what becomes of it."""
