{
    "name": "Subscription Rental: Web Shop",
    "summary": "Plans chosen, paid and renewed in the web shop",
    "version": "19.0.1.0.0",
    "category": "Sales/Subscriptions",
    "author": "Subscription Rental",
    "license": "LGPL-3",
    "depends": ["subscription_rental", "website_sale"],
    "data": [
        "security/ir.model.access.csv",
        "views/offer/subscription_plan_views.xml",
        "views/offer/product_template_views.xml",
        "views/offer/product_templates.xml",
        "views/cart/cart_templates.xml",
        "views/checkout/res_config_settings_views.xml",
        "views/checkout/checkout_templates.xml",
        "views/checkout/portal_templates.xml",
        "views/blocks/plan_templates.xml",
        "views/blocks/filters.xml",
        "views/blocks/snippets.xml",
    ],
    "assets": {
        "web.assets_frontend": [
            "subscription_rental_website/static/src/plan_choice/*",
            "subscription_rental_website/static/src/cart_plan/*",
            "subscription_rental_website/static/src/payment_form/*",
            "subscription_rental_website/static/src/plan_table/*",
        ],
        "website.website_builder_assets": [
            "subscription_rental_website/static/src/website_builder/*",
        ],
        "web.assets_tests": ["subscription_rental_website/static/tests/tours/**/*"],
    },
}
