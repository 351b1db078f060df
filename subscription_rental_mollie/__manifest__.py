{
    "name": "Subscription Rental: Mollie",
    "summary": "First payments that make mandates, charges, refunds and returns by Mollie",
    "version": "19.0.1.0.0",
    "category": "Sales/Subscriptions",
    "author": "Subscription Rental",
    "license": "LGPL-3",
    "depends": ["subscription_rental", "payment_mollie"],
    "data": [
        "security/ir.model.access.csv",
        "security/subscription_rental_mollie_rules.xml",
        "wizards/subscription_mollie_check_views.xml",
        "views/payment_provider_views.xml",
        "views/payment_transaction_views.xml",
        "views/portal_templates.xml",
    ],
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
