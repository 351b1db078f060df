{
    "name": "Subscription Rental: Dashboard",
    "summary": "A dashboard of recurring revenue in Odoo's own Dashboards",
    "version": "19.0.1.0.0",
    "category": "Sales/Subscriptions",
    "author": "Subscription Rental",
    "license": "LGPL-3",
    "depends": ["subscription_rental", "spreadsheet_dashboard"],
    "data": ["data/spreadsheet_dashboard_data.xml"],
    "assets": {
        "web.assets_tests": ["subscription_rental_spreadsheet/static/tests/tours/**/*"],
    },
    "auto_install": True,
}
