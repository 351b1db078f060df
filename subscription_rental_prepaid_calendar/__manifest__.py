{
    "name": "Subscription Rental: Bookings",
    "summary": "Events of the calendar that a session of a customer's pack pays for",
    "version": "19.0.1.0.0",
    "category": "Sales/Subscriptions",
    "author": "Subscription Rental",
    "license": "LGPL-3",
    "depends": ["subscription_rental_prepaid", "calendar"],
    "auto_install": True,
    "data": [
        "views/subscription_prepaid_offer_views.xml",
        "views/subscription_prepaid_views.xml",
        "views/calendar_event_views.xml",
    ],
}
