"""The border: everything that speaks a marketplace's own dialect, and the words we translate it to."""
