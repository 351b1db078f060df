from . import product_wishlist
