{
    "name": "Subscription Rental: Metered Units",
    "summary": "Counters of serial numbers, read at handover, swap and return",
    "version": "19.0.1.0.0",
    "category": "Sales/Subscriptions",
    "author": "Subscription Rental",
    "license": "LGPL-3",
    "depends": ["subscription_rental_metered", "subscription_rental_stock"],
    "auto_install": True,
    "data": [
        "wizards/subscription_ship_views.xml",
        "wizards/subscription_swap_views.xml",
        "wizards/subscription_return_views.xml",
        "views/subscription_reading_views.xml",
        "views/stock_lot_views.xml",
        "views/stock_move_line_views.xml",
        "views/portal_templates.xml",
    ],
}
