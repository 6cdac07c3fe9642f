"""What inventory answers: stock as it is told, listed and explained."""
