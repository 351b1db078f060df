{
    "name": "Subscription Rental: Wish Lists",
    "summary": "Wishes of visitors keep the plan that was chosen",
    "version": "19.0.1.0.0",
    "category": "Sales/Subscriptions",
    "author": "Subscription Rental",
    "license": "LGPL-3",
    "depends": ["subscription_rental_website", "website_sale_wishlist"],
    "data": ["views/wishlist_templates.xml"],
    "assets": {
        "web.assets_frontend": [
            "subscription_rental_website_wishlist/static/src/wishlist/*"
        ],
        "web.assets_tests": [
            "subscription_rental_website_wishlist/static/tests/tours/**/*"
        ],
    },
    "auto_install": True,
}
