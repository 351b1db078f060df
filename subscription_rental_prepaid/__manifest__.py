{
    "name": "Subscription Rental: Packs and Credit",
    "summary": "Packs of sessions and monthly credit: sold, used, booked to the cent",
    "version": "19.0.1.0.0",
    "category": "Sales/Subscriptions",
    "author": "Subscription Rental",
    "license": "LGPL-3",
    "depends": ["subscription_rental"],
    "data": [
        "security/ir.model.access.csv",
        "security/subscription_rental_prepaid_rules.xml",
        "data/ir_cron_data.xml",
    ],
}
