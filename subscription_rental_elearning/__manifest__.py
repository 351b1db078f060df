{
    "name": "Subscription Rental: eLearning",
    "summary": "Courses given by plans, as long as the subscription runs",
    "version": "19.0.1.0.0",
    "category": "Sales/Subscriptions",
    "author": "Subscription Rental",
    "license": "LGPL-3",
    "depends": ["subscription_rental", "website_slides"],
    "auto_install": True,
    "data": [
        "views/subscription_plan_views.xml",
        "views/slide_channel_views.xml",
        "views/course_templates.xml",
    ],
    "assets": {
        "web.assets_tests": ["subscription_rental_elearning/static/tests/tours/**/*"],
    },
}
