{
    "name": "Subscription Rental: Promotions",
    "summary": "Coupons, promotions, gift cards and eWallets on what is sold by plans",
    "version": "19.0.1.0.0",
    "category": "Sales/Subscriptions",
    "author": "Subscription Rental",
    "license": "LGPL-3",
    "depends": ["subscription_rental", "sale_loyalty"],
    "auto_install": True,
    "post_init_hook": "post_init_hook",
    "data": ["views/loyalty_reward_views.xml"],
}
