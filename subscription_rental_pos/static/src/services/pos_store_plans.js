import {_t} from "@web/core/l10n/translation";
import {ConnectionLostError} from "@web/core/network/rpc";
import {patch} from "@web/core/utils/patch";
import {SelectionPopup} from "@point_of_sale/app/components/popups/selection_popup/selection_popup";
import {PosStore} from "@point_of_sale/app/services/pos_store";
import {ask, makeAwaitable} from "@point_of_sale/app/utils/make_awaitable_dialog";
import {claims} from "../models/pos_order";
import {PlanPopup} from "../screens/plan_popup";

const ONCE = {once: true};
const WITHOUT_CONNECTION = _t(
    "Subscriptions are sold with a connection: the server says what is due.",
);

/** How a product is sold by a plan: who, which plan, and what the server says it costs. */
patch(PosStore.prototype, {
    async setup() {
        await super.setup(...arguments);
        claims.addEventListener("reprice", ({detail}) => this.priceRentals(detail.order));
    },

    askPlans(method, asked, unanswered = WITHOUT_CONNECTION) {
        const told = unanswered && String(unanswered);
        return this.askServer(_t("Subscriptions"), told, method, asked);
    },

    async addLineToOrder(vals, order, opts = {}, configure = true) {
        const template =
            typeof vals.product_tmpl_id === "number"
                ? this.models["product.template"].get(vals.product_tmpl_id)
                : vals.product_tmpl_id;
        if (!configure || !template?.rental_till_choice || order.isRefund) {
            return super.addLineToOrder(vals, order, opts, configure);
        }
        const chosen = await this.choosePlan(vals, template, order, opts);
        if (chosen === ONCE) {
            return super.addLineToOrder(vals, order, opts, configure);
        }
        if (!chosen) {
            return;
        }
        // A price keeps the line apart; nothing else is asked of what is rented.
        const line = await super.addLineToOrder({...chosen, price_unit: 0}, order, opts, false);
        if (line && !(await this.priceRentals(order))) {
            order.removeOrderline(line);
            return;
        }
        return line;
    },

    /** Return the line of what is sold by a plan, `ONCE`, or nothing if it is not sold. */
    async choosePlan(vals, template, order, opts) {
        if (template.rental_till_choice === "both") {
            const way = await makeAwaitable(this.dialog, SelectionPopup, {
                title: template.display_name,
                list: [
                    {id: 1, label: _t("By subscription"), item: {}},
                    {id: 2, label: _t("Buy once"), item: ONCE},
                ],
            });
            if (!way || way === ONCE) {
                return way;
            }
        }
        if (this.data.network.offline) {
            this.tellPrepaid(_t("No connection"), String(WITHOUT_CONNECTION));
            return;
        }
        if (!(await this.askSubscriber(order, template.display_name))) {
            return;
        }
        const values = {
            qty: 1,
            price_extra: 0,
            product_id: template.product_variant_ids[0],
            ...vals,
            product_tmpl_id: template,
        };
        if ((await this.handleConfigurableProduct(values, template, opts, true)) === false) {
            return;
        }
        const choice = await this.askPlan(order, values.product_id, {quantity: values.qty});
        return choice && {...values, ...this.takeChoice(order, choice)};
    },

    /** Ask for the customer: a subscription is somebody's. */
    async askSubscriber(order, product) {
        if (order.partner_id) {
            return true;
        }
        const goesOn = await ask(this.dialog, {
            title: _t("Who subscribes?"),
            body: _t("%(product)s is sold by subscription: choose the customer by name first.", {
                product,
            }),
            confirmLabel: _t("Choose the customer"),
            cancelLabel: _t("Discard"),
        });
        return goesOn && Boolean(await this.selectPartner(order));
    },

    /** Ask which plan; without an answer of the server there is nothing to choose from. */
    async askPlan(order, product, asked) {
        const choice = {...asked, start: order.rentalStart};
        const offers = await this.findPlans(order, product, choice);
        return (
            offers?.length &&
            makeAwaitable(this.dialog, PlanPopup, {product, order, choice, offers})
        );
    },

    async findPlans(order, product, {quantity, withCover, start}) {
        const told = await this.askPlans("rental_find_plans", {
            ...order.getAskedCustomer(),
            product_id: product.id,
            quantity,
            with_cover: withCover || false,
            start: start || false,
        });
        this.takeInPrepaid(told?.records);
        if (told && !told.offers.length) {
            this.tellPrepaid(_t("Subscriptions"), _t("No plan sells this at the moment."));
        }
        return told?.offers;
    },

    /** Return what a line keeps of a choice; the start is the whole ticket's. */
    takeChoice(order, {planId, quantity, withCover, start}) {
        order.rental_date_start = start || false;
        return {
            qty: quantity,
            rental_kind: "rented",
            rental_plan_id: this.models["subscription.plan"].get(planId),
            rental_with_cover: withCover,
        };
    },

    /** Choose another plan, quantity, cover or start for a line. */
    async changePlan(line) {
        const order = line.order_id;
        const choice = await this.askPlan(order, line.product_id, {
            planId: line.rental_plan_id?.id,
            quantity: line.qty,
            withCover: line.rental_with_cover,
        });
        if (choice) {
            line.update(this.takeChoice(order, choice));
            await this.priceRentals(order);
        }
    },

    /** Let the server say what this ticket costs; it has those lines and amounts then. */
    async priceRentals(order, unanswered) {
        if (!order.rentedLines.length) {
            order.takeRentals([]);
            return true;
        }
        const asked = order.getAskedRentals();
        const told = await this.askPlans("rental_price_ticket", asked, unanswered);
        if (!told) {
            return false;
        }
        this.takeInPrepaid(told.records);
        for (const row of order.takeRentals(told.lines)) {
            await this.addRentalAlong(order, row);
        }
        return this.checkRentalTotal(order, told.total);
    },

    /** Add a line that comes along: a cover, a setup fee, a deposit. */
    async addRentalAlong(order, row) {
        const selected = order.getSelectedOrderline();
        const product = this.models["product.product"].get(row.product_id);
        const line = await this.addLineToOrder(
            {
                product_tmpl_id: product.product_tmpl_id,
                product_id: product,
                qty: row.quantity,
                price_unit: row.price_unit,
                rental_kind: row.kind,
                rental_plan_id: this.models["subscription.plan"].get(row.plan_id),
                rental_parent_uuid: row.parent,
            },
            order,
            {},
            false,
        );
        line.takeRental(row);
        if (selected) {
            this.selectOrderLine(order, selected);
        }
    },

    checkRentalTotal(order, total) {
        const rented = order.lines.filter((line) => line.rental_kind);
        const isAlone = rented.length === order.lines.length;
        if (!isAlone || this.currency.isZero(order.priceIncl - total)) {
            return true;
        }
        this.tellPrepaid(
            _t("Subscriptions"),
            _t(
                "These plans are rounded apart on their invoices: sell each of them on a " +
                    "ticket of its own.",
            ),
        );
        return false;
    },

    /** Whether a ticket with plans can be paid: by name, by itself, at the amounts of now. */
    async prepareRentals(order) {
        if (!order.rentedLines.length) {
            return true;
        }
        const other = order.lines.find((line) => !line.rental_kind);
        if (other) {
            this.tellPrepaid(
                _t("Subscriptions"),
                _t(
                    "%(product)s is not sold by a plan: put it on a ticket of its own, as this " +
                        "one pays the first invoice of a subscription.",
                    {product: other.full_product_name},
                ),
            );
            return false;
        }
        if (!(await this.askSubscriber(order, order.rentedLines[0].full_product_name))) {
            return false;
        }
        try {
            return this.data.network.offline || (await this.priceRentals(order, false));
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                // What was said before the connection was lost can be paid.
                return true;
            }
            throw error;
        }
    },

    async onCustomerChanged(order) {
        await super.onCustomerChanged(order);
        if (order.partner_id && order.rentedLines.length && !this.data.network.offline) {
            await this.priceRentals(order);
        }
    },

    async pay() {
        if (await this.prepareRentals(this.getOrder())) {
            return super.pay();
        }
    },

    async validateOrderFast(paymentMethod) {
        if (await this.prepareRentals(this.getOrder())) {
            return super.validateOrderFast(paymentMethod);
        }
    },
});
