{
    "name": "Subscription Rental: Packs in the Web Shop",
    "summary": "Packs of sessions and credit, sold and spent in the web shop",
    "version": "19.0.1.0.0",
    "category": "Sales/Subscriptions",
    "author": "Subscription Rental",
    "license": "LGPL-3",
    "depends": ["subscription_rental_prepaid", "website_sale"],
    "data": [
        "views/offers/product_templates.xml",
        "views/spending/cart_templates.xml",
        "views/checkout/checkout_templates.xml",
    ],
    "assets": {
        "web.assets_frontend": ["subscription_rental_website_prepaid/static/src/offer/*"],
        "web.assets_tests": ["subscription_rental_website_prepaid/static/tests/tours/**/*"],
    },
    "auto_install": True,
}
