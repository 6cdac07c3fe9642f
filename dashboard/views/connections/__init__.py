"""The store's shops: their health, switches, warehouses and rules."""
