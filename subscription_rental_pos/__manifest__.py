{
    "name": "Subscription Rental: Point of Sale",
    "summary": "Subscriptions, packs and credit at the till: sold, offered, used, shown",
    "version": "19.0.1.0.0",
    "category": "Sales/Point of Sale",
    "author": "Subscription Rental",
    "license": "LGPL-3",
    "depends": ["subscription_rental_prepaid", "pos_sale", "sale_stock"],
    "data": [
        "views/tills/res_config_settings_views.xml",
        "views/tills/pos_order_views.xml",
        "views/notes/res_partner_views.xml",
        "views/notes/sale_order_views.xml",
        "views/subscribing/product_template_views.xml",
        "views/subscribing/subscription_subscription_views.xml",
        "views/subscribing/pos_order_views.xml",
    ],
    "assets": {
        "point_of_sale._assets_pos": ["subscription_rental_pos/static/src/**/*"],
        "point_of_sale.customer_display_assets": [
            "subscription_rental_pos/static/customer_display/**/*"
        ],
        "web.assets_tests": ["subscription_rental_pos/static/tests/tours/**/*"],
        "point_of_sale.customer_display_assets_test": [
            "subscription_rental_pos/static/tests/customer_display/**/*"
        ],
    },
    "auto_install": True,
}
