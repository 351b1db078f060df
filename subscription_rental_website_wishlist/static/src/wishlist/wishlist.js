import {AddProductToWishlistButton} from "@website_sale_wishlist/interactions/add_product_to_wishlist_button";
import {ProductWishlist} from "@website_sale_wishlist/interactions/product_wishlist";
import {patch} from "@web/core/utils/patch";
import {rpc} from "@web/core/network/rpc";

patch(AddProductToWishlistButton.prototype, {
    /** Tell the plan that is chosen on the page first: the wish takes it over. */
    async addProduct(ev) {
        // The event has no target any more once something was waited for.
        const event = {currentTarget: ev.currentTarget};
        const choice = this._findChoice(ev.currentTarget);
        if (!choice?.product_id) {
            return super.addProduct(event);
        }
        const tell = () => this.waitFor(rpc("/shop/wishlist/plan", choice));
        await tell();
        await super.addProduct(event);
        if (event.currentTarget.closest(".o_cart_product")) {
            // The cart is changed at the same time, and may have overtaken the first one.
            await tell();
        }
    },

    /** What is chosen on the page of a product, or on a line of the cart. */
    _findChoice(button) {
        const line = button.closest(".o_cart_product")?.querySelector(".o_rental_cart_plan");
        const form = button.closest("form") || document;
        const page = line ? null : form.querySelector(".o_rental_choice");
        if (!line && !page) {
            return null;
        }
        const plan = line
            ? line.querySelector("[name=plan_id]")
            : page.querySelector("input[name=rental_plan_id]:checked");
        const cover = line
            ? line.querySelector("[name=with_cover]")
            : page.querySelector(".o_rental_cover.d-flex input");
        const product = line
            ? button.dataset.productProductId
            : form.querySelector("input.product_id")?.value;
        return {
            product_id: parseInt(product, 10),
            plan_id: parseInt(plan?.value, 10) || false,
            with_cover: Boolean(cover?.checked),
        };
    },
});

patch(ProductWishlist.prototype, {
    /** Put what is rented into the cart with the plan of the wish. */
    async addToCart(ev) {
        const button = ev.currentTarget;
        const offer = button.closest("article").querySelector(".o_rental_wish");
        if (!offer) {
            return super.addToCart(...arguments);
        }
        const added = await this.waitFor(
            this.services.cart.add(
                {
                    productTemplateId: parseInt(button.dataset.productTemplateId, 10),
                    productId: parseInt(button.dataset.productProductId, 10),
                    ptavs: JSON.parse(button.dataset.ptavIds || "[]"),
                    rental_plan_id: parseInt(offer.dataset.planId, 10),
                    rental_with_cover: Boolean(offer.dataset.withCover),
                },
                {isConfigured: false, redirectToCart: false},
            ),
        );
        if (added > 0) {
            await this._removeProduct(button, "/shop/cart");
        }
    },
});
