"""The pages of invoices and credit notes."""
