{
    "name": "Subscription Rental: Automation Rules",
    "summary": "An example rule that acts when a due date expires",
    "version": "19.0.1.0.0",
    "category": "Sales/Subscriptions",
    "author": "Subscription Rental",
    "license": "LGPL-3",
    "depends": ["subscription_rental", "base_automation"],
    "auto_install": True,
    "data": ["data/base_automation_data.xml"],
}
