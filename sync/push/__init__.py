"""What goes out: stock, prices, shipments, cancellations."""
