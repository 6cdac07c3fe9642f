"""Print sheets: packing slips and pick lists, as PDF and with the barcodes that scanners read."""
