"""How prices are made of costs, and what guards them."""
