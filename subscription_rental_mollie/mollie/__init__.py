"""What is known of Mollie: plain Python, without Odoo and without a network."""
