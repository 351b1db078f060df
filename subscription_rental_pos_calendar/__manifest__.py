{
    "name": "Subscription Rental: Bookings at the Till",
    "summary": "Today's bookings of a customer, offered and paid at the till",
    "version": "19.0.1.0.0",
    "category": "Sales/Point of Sale",
    "author": "Subscription Rental",
    "license": "LGPL-3",
    # An addon of its own: a shop with tills need not have the calendar, nor a salon with
    # the calendar a till.
    "depends": ["subscription_rental_pos", "subscription_rental_prepaid_calendar"],
    "data": [
        "views/res_partner_views.xml",
        "views/calendar_event_views.xml",
        "views/pos_order_views.xml",
    ],
    "assets": {
        "point_of_sale._assets_pos": ["subscription_rental_pos_calendar/static/src/**/*"],
        "web.assets_tests": ["subscription_rental_pos_calendar/static/tests/tours/**/*"],
    },
    "auto_install": True,
}
