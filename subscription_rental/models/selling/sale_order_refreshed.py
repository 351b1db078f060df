from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError

from ...billing.proration import exact, worth

# What its subscription has taken over from a recurring line of a confirmed order.
TAKEN_OVER = {
    "product_id",
    "rental_plan_id",
    "product_uom_qty",
    "product_uom_id",
    "price_unit",
    "rental_price_unit",
    "rental_phases",
    "discount",
    "tax_ids",
    "rental_kind",
    "rental_with_cover",
    "rental_is_cover",
}


class SaleOrder(models.Model):
    """What is due at the signing, as of the day on which it is signed (SE2)."""

    _inherit = "sale.order"

    def _refresh_rental_prices(self):
        """Set what is due of recurring lines to what is due if it is signed today.

        What somebody typed stays, and so does all once a payment is on its way.
        """
        for order in self.filtered("is_rental"):
            if order.state not in ("draft", "sent") or order._is_rental_paying():
                continue
            for line in order.order_line.filtered("is_rental_recurring"):
                line._refresh_price_due()
            order._sync_rental_lines()
            once = order.order_line.filtered(lambda line: line.rental_kind == "discount")
            for line in once:
                line._refresh_discount()

    def _refresh_signing(self):
        """Set all that is signed to what it is today.

        Runs before an order is sent, accepted in the shop or confirmed. An override adds
        what else depends on the day.
        """
        self._refresh_rental_prices()

    def _is_rental_paying(self):
        """Return whether a payment of this order is on its way: amounts stay."""
        self.ensure_one()
        paying = ("pending", "authorized", "done")
        return any(one.state in paying for one in self.sudo().transaction_ids)

    def _get_automatic_position(self):
        """Return the fiscal position that the addresses of this order ask for."""
        positions = self.env["account.fiscal.position"].with_company(self.company_id)
        return positions._get_fiscal_position(
            self.partner_invoice_id, delivery=self.partner_shipping_id
        )

    def _get_chosen_position(self):
        """Return the fiscal position of this order if somebody chose another one, or none.

        Without one a subscription follows its customer's addresses, also when they change.
        """
        automatic = self._get_automatic_position()
        return self.fiscal_position_id.filtered(lambda position: position != automatic)

    def write(self, vals):
        """Refuse another start of subscriptions once the order is confirmed."""
        if "rental_date_start" in vals:
            for order in self.filtered(lambda one: one.state == "sale" and one.is_rental):
                before = order.rental_date_start or False
                if fields.Date.to_date(vals["rental_date_start"] or None) != (
                    before or None
                ):
                    raise order.order_line[:1]._tell_taken_over()
        return super().write(vals)

    def action_quotation_send(self):
        """Send the quotation with the amounts of today, if it can be accepted."""
        # Who pays it online must not pay for what cannot begin.
        for order in self.filtered("is_rental"):
            if refusal := order._get_rental_refusal():
                raise UserError(refusal)
        self._refresh_signing()
        return super().action_quotation_send()

    def action_quotation_sent(self):
        """Mark it as sent with the amounts of today."""
        self._refresh_signing()
        return super().action_quotation_sent()

    def action_confirm(self):
        """Confirm it with the amounts of today: what is signed is what is invoiced."""
        self._refresh_signing()
        return super().action_confirm()


class SaleOrderLine(models.Model):
    """Recurring lines of confirmed orders belong to their subscription."""

    _inherit = "sale.order.line"

    def _refresh_price_due(self):
        """Set the price to the part that is due today, unless somebody typed another."""
        self.ensure_one()
        due = self._get_price_due()
        if self.price_unit == self.technical_price_unit and self.price_unit != due:
            self.write({"price_unit": due, "technical_price_unit": due})

    def _refresh_discount(self):
        """Set a discount that is given once to what the first invoice is today."""
        self.ensure_one()
        owned = self.order_id.order_line.filtered(
            lambda line: (
                line.rental_plan_id == self.rental_plan_id
                and line.tax_ids == self.tax_ids
                and (line.is_rental_recurring or line.rental_kind == "setup_fee")
            )
        )
        if not owned:
            # Its taxes were changed since: it stays as it is shown.
            return
        base = sum(
            worth(
                line._get_first_bill_price(),
                line.product_uom_qty,
                line.discount,
            )
            for line in owned
        )
        price = self.rental_price_unit
        if self.rental_percent:
            off = base * exact(self.rental_percent) / 100
            price = -self.currency_id.round(float(off))
        due = price if any(line._get_share_at_signing() for line in owned) else 0.0
        self.write(
            {
                "rental_price_unit": price,
                "price_unit": due,
                "technical_price_unit": due,
            }
        )

    @api.model
    def _get_taken_over_fields(self):
        """Return the fields that the subscription of a recurring line has taken over.

        An override adds what else it takes over.
        """
        return TAKEN_OVER

    @api.model_create_multi
    def create(self, vals_list):
        """Add lines; refuse recurring ones on an order that is confirmed."""
        lines = super().create(vals_list)
        lines._check_recurring_open()
        return lines

    def write(self, vals):
        """Refuse to change what the subscription of a recurring line has taken over."""
        changes = self._get_taken_over_fields() & vals.keys()
        # A line that comes to a plan, and one that had one.
        if changes:
            self._check_recurring_open(vals)
        result = super().write(vals)
        if "rental_plan_id" in changes:
            self._check_recurring_open()
        if "order_id" in vals:
            self.order_id._sync_rental_lines()
        return result

    def _check_recurring_open(self, vals=None):
        """Raise a warning that leads to the subscriptions of a confirmed order.

        :param vals: what would change of these lines; without, they are new
        """
        for line in self.filtered(lambda one: one.state == "sale" and one.rental_plan_id):
            if vals is None or line._would_change(vals):
                raise line._tell_taken_over()

    def _would_change(self, vals):
        """Return whether these values differ from what the line has."""
        self.ensure_one()
        for name in self._get_taken_over_fields() & vals.keys():
            value = self._fields[name].convert_to_write(self[name], self)
            if name == "tax_ids" or value != vals[name]:
                return True
        return False

    def _tell_taken_over(self):
        """Return the warning that says where this line is changed now."""
        self.ensure_one()
        order = self.order_id
        # Who sells need not know subscriptions; opening them asks for rights.
        action = order.sudo().action_view_rental_subscriptions()
        message = self.env._(
            "%(order)s is confirmed: what recurs is billed by its subscription. Change it "
            "there, or sell more on another quotation.",
            order=order.display_name,
        )
        return RedirectWarning(message, action, self.env._("Open the subscriptions"))
