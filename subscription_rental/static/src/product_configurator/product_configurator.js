import {ComboConfiguratorDialog} from "@sale/js/combo_configurator_dialog/combo_configurator_dialog";
import {Product} from "@sale/js/product/product";
import {ProductConfiguratorDialog} from "@sale/js/product_configurator_dialog/product_configurator_dialog";
import {SaleOrderLineProductField} from "@sale/js/sale_product_field";
import {formatCurrency} from "@web/core/currency";
import {patch} from "@web/core/utils/patch";
import {useSubEnv} from "@odoo/owl";

const DIALOG_PROPS = {
    // What the line says already: {planId, withCover}.
    rental: {type: Object, optional: true},
    // Called with what was chosen for the main product.
    setRental: {type: Function, optional: true},
};

patch(ComboConfiguratorDialog, {
    props: {...ComboConfiguratorDialog.props, ...DIALOG_PROPS},
});

patch(ProductConfiguratorDialog, {
    props: {...ProductConfiguratorDialog.props, ...DIALOG_PROPS},
});

patch(Product, {
    props: {
        ...Product.props,
        rental_plans: {type: Array, optional: true},
        rental_cover: {type: [String, Boolean], optional: true},
        rental_plan_id: {type: [Number, Boolean], optional: true},
        rental_with_cover: {type: Boolean, optional: true},
    },
});

/** Return the plan that is chosen for this product, if one is. */
function chosenPlan(product) {
    return (product.rental_plans || []).find((plan) => plan.id === product.rental_plan_id);
}

/** Return what this product costs per interval with its plan, its cover included. */
function recurringPrice(product) {
    const plan = chosenPlan(product);
    return plan.price + (product.rental_with_cover ? plan.cover_price || 0 : 0);
}

patch(Product.prototype, {
    get rentalPlan() {
        return chosenPlan(this.props);
    },

    getFormattedPrice() {
        const plan = this.rentalPlan;
        if (!plan) {
            return super.getFormattedPrice();
        }
        // What the cover costs stands beside it where prices follow each other.
        const price =
            plan.prices || formatCurrency(recurringPrice(this.props), this.env.currency.id);
        return `${price} / ${plan.interval}`;
    },

    get formattedCoverPrice() {
        const {cover_price, interval} = this.rentalPlan;
        return `${formatCurrency(cover_price, this.env.currency.id)} / ${interval}`;
    },

    formatRentalPlan(plan) {
        const price = plan.prices || formatCurrency(plan.price, this.env.currency.id);
        return `${plan.name}: ${price} / ${plan.interval}`;
    },

    onRentalPlanChange(ev) {
        this.env.setRentalChoice(this.props.product_tmpl_id, {
            rental_plan_id: parseInt(ev.target.value, 10) || false,
        });
    },

    onRentalCoverChange(ev) {
        this.env.setRentalChoice(this.props.product_tmpl_id, {
            rental_with_cover: ev.target.checked,
        });
    },
});

patch(ProductConfiguratorDialog.prototype, {
    setup() {
        super.setup();
        useSubEnv({setRentalChoice: this._setRentalChoice.bind(this)});
    },

    async _loadData(onlyMainProduct) {
        const data = await super._loadData(onlyMainProduct);
        for (const product of [...data.products, ...data.optional_products]) {
            const isMain = product === data.products[0];
            const given = (isMain && this.props.rental) || {};
            const plans = product.rental_plans || [];
            product.rental_plan_id = given.planId || plans[0]?.id || false;
            product.rental_with_cover = Boolean(given.withCover);
        }
        return data;
    },

    _setRentalChoice(productTmplId, choice) {
        Object.assign(this._findProduct(productTmplId), choice);
    },

    getFormattedTotal() {
        const total = this.state.products.reduce(
            (sum, product) =>
                sum +
                (chosenPlan(product) ? recurringPrice(product) : product.price) * product.quantity,
            0,
        );
        return formatCurrency(total, this.currency.id);
    },

    async onConfirm(options) {
        this.props.setRental?.(this._findProduct(this.env.mainProductTmplId));
        return super.onConfirm(options);
    },
});

/** Return the values of an order line that say how this product is sold. */
function rentalValues(product) {
    const plan = chosenPlan(product);
    return {
        rental_plan_id: plan ? {id: plan.id, display_name: plan.name} : false,
        rental_with_cover: Boolean(plan && product.rental_with_cover),
    };
}

patch(SaleOrderLineProductField.prototype, {
    _getAdditionalDialogProps() {
        const {rental_plan_id, rental_with_cover} = this.props.record.data;
        return {
            ...super._getAdditionalDialogProps(),
            rental: {planId: rental_plan_id?.id, withCover: rental_with_cover},
            setRental: (product) => {
                this.rentalChoices = [[this.props.record, rentalValues(product)]];
            },
        };
    },

    _prepareNewLineData(line, product) {
        if (product.rental_plans) {
            this.rentalChoices.push([line, rentalValues(product)]);
        }
        return super._prepareNewLineData(line, product);
    },

    async _onProductUpdate() {
        await super._onProductUpdate();
        const choices = this.rentalChoices || [];
        this.rentalChoices = [];
        for (const [line, values] of choices) {
            await line.update(values);
        }
    },
});
