"""What leaves the house: parcels, digital keys, purchases from suppliers."""
