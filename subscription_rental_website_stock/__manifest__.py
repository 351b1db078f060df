{
    "name": "Subscription Rental: Goods in the Web Shop",
    "summary": "What is free to rent, and when the next unit is",
    "version": "19.0.1.0.0",
    "category": "Sales/Subscriptions",
    "author": "Subscription Rental",
    "license": "LGPL-3",
    "depends": [
        "subscription_rental_website",
        "subscription_rental_stock",
        "website_sale_stock",
    ],
    "data": [
        "views/availability/product_template_views.xml",
        "views/availability/product_templates.xml",
        "views/cart/cart_templates.xml",
        "views/checkout/checkout_templates.xml",
        "views/checkout/sale_order_views.xml",
    ],
    "assets": {
        "web.assets_frontend": [
            "subscription_rental_website_stock/static/src/availability/*",
        ],
        "web.assets_tests": ["subscription_rental_website_stock/static/tests/tours/**/*"],
    },
    "auto_install": ["subscription_rental_website", "subscription_rental_stock"],
}
