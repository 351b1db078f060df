from odoo import api, fields, models

from ..counted import count_product


class SubscriptionLine(models.Model):
    """The metered use of a line, as agreed, and what counts it (PL15)."""

    _inherit = "subscription.line"

    tariff_id = fields.Many2one(
        "subscription.tariff",
        string="Metered Use",
        compute="_compute_tariff_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="As the plan says, or as agreed with this customer.",
    )
    meter_id = fields.Many2one(
        "subscription.meter",
        string="Counter",
        readonly=True,
        copy=True,
        index="btree_not_null",
        ondelete="set null",
    )
    use_sentence = fields.Char(string="Use", compute="_compute_use_sentence")

    @api.depends("product_id")
    def _compute_tariff_id(self):
        for line in self:
            line.tariff_id = line.subscription_id.plan_id._get_tariff(line.product_id)

    @api.depends_context("lang")
    @api.depends("tariff_id", "quantity", "product_uom_id", "subscription_id.interval_unit")
    def _compute_use_sentence(self):
        for line in self:
            line.use_sentence = line._get_line_use_told(None)

    def _get_line_use_told(self, told):
        """Return what the use of this line costs, as a sentence; False without any.

        :param told: see `Told`; None: as it was typed
        """
        subscription = self.subscription_id
        # Customers who see the line may see what its use costs.
        tariff = self.sudo().tariff_id
        return bool(tariff) and tariff._get_use_sentence(
            subscription.interval_count,
            subscription.interval_unit,
            count_product(self, self.quantity),
            told,
        )

    def _get_use_shown(self):
        """Return what use costs, as this customer is shown prices; False without any."""
        self.ensure_one()
        return self._get_line_use_told(self.subscription_id._get_prices_told())

    def _get_sentences_beside_price(self):
        """Add what use costs."""
        sentences, use = super()._get_sentences_beside_price(), self._get_use_shown()
        return [*sentences, use] if use else sentences

    @api.model_create_multi
    def create(self, vals_list):
        """Give metered lines their counter; what replaces a line goes on with its."""
        lines = super().create(vals_list)
        lines._follow_tariff()
        return lines

    def write(self, vals):
        """Give lines a counter that become metered."""
        result = super().write(vals)
        if "tariff_id" in vals:
            self._follow_tariff()
        return result

    def _follow_tariff(self):
        """Set tariff and counter of these lines to what their tariff asks for."""
        for line in self.filtered("tariff_id"):
            line._convert_tariff()
            meter, tariff = line.meter_id, line.tariff_id
            same = meter.uom_id == tariff.uom_id and meter.decimals == tariff.decimals
            own = meter.subscription_id == line.subscription_id
            if not (meter and same and own):
                line._write_kept({"meter_id": line._create_meter().id})

    def _convert_tariff(self):
        """Take over a tariff of another currency in this subscription's, once."""
        tariff, currency = self.tariff_id, self.currency_id
        if not currency or tariff.currency_id == currency:
            return
        day = self._get_tariff_day()
        converted = tariff._get_in_currency(currency, self.company_id, day)
        self._write_kept({"tariff_id": converted.id})

    def _get_tariff_day(self):
        """Return the day on which the customer was shown the prices of this tariff."""
        sold, subscription = self.sale_line_id, self.subscription_id
        if sold and sold.rental_tariff_id == self.tariff_id:
            return sold.order_id.date_order.date()
        today = self.company_id._subscription_today()
        if subscription.billing_anchor:
            # It came by a change, whatever the start was.
            return today
        return subscription.date_start or today

    def _create_meter(self):
        """Return a new counter of this line."""
        self.ensure_one()
        tariff = self.tariff_id
        return self.env["subscription.meter"]._create_kept(
            [
                {
                    "subscription_id": self.subscription_id.id,
                    "name": self.product_id.display_name,
                    "uom_id": tariff.uom_id.id,
                    "decimals": tariff.decimals,
                    "runs_over_at": tariff.runs_over_at,
                }
            ]
        )

    def _prepare_change_vals(self):
        """Let the dialog of changes know the metered use, too."""
        return {**super()._prepare_change_vals(), "tariff_id": self.tariff_id.id}

    def action_view_line_readings(self):
        """Open the readings of this line's counter, as a graph and as a list."""
        self.ensure_one()
        return self.meter_id.action_view_readings()
