{
    "name": "Subscription Rental: Mailing Lists",
    "summary": "Mailing lists of customers whose due dates come, or are over",
    "version": "19.0.1.0.0",
    "category": "Sales/Subscriptions",
    "author": "Subscription Rental",
    "license": "LGPL-3",
    "depends": ["subscription_rental", "mass_mailing"],
    "auto_install": True,
    "data": ["data/ir_cron_data.xml"],
}
