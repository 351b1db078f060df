from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_list
from odoo.tools.misc import formatLang

from odoo.addons.subscription_rental.billing import lifecycle
from odoo.addons.subscription_rental.billing.metering import Tariff
from odoo.addons.subscription_rental.billing.proration import exact

# What may change while it is in use: nothing that is paid follows from it.
FREE_FIELDS = {"active", "name"}


class SubscriptionTariff(models.Model):
    """What metered use costs per interval: some included, then tiers, and a minimum (PL15).

    Once a subscription or an order has it, it stays as it is: another price is another
    tariff.
    """

    _name = "subscription.tariff"
    _inherit = ["subscription.kept.mixin"]
    _description = "Tariff of Metered Use"
    _order = "name, id"
    _check_company_auto = True
    # Branches sell the plans of their head company.
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: all companies use it.")
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )
    uom_id = fields.Many2one(
        "uom.uom",
        string="Counts",
        required=True,
        ondelete="restrict",
        help="What the counter counts: copies, kilometres, hours.",
    )
    decimals = fields.Integer(help="How many digits after the comma the counter shows.")
    runs_over_at = fields.Float(
        digits=(16, 3),
        help="Where the counter begins again at 0: one of five digits at 100,000. Empty: "
        "never. It is taken over to each counter, where it can be changed.",
    )
    included = fields.Float(
        digits=(16, 3), help="Per interval, for each of the product that is rented."
    )
    minimum = fields.Monetary(
        string="Minimum Amount",
        help="What use costs at least per interval, for each of the product.",
    )
    product_id = fields.Many2one(
        "product.product",
        string="Billed As",
        required=True,
        domain=[("sale_ok", "=", True), ("type", "=", "service")],
        ondelete="restrict",
        check_company=True,
        help="Its taxes and accounts are those of the use that is billed.",
    )
    tier_ids = fields.One2many("subscription.tariff.tier", "tariff_id", copy=True)
    origin_id = fields.Many2one(
        "subscription.tariff",
        string="Converted From",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    is_used = fields.Boolean(compute="_compute_is_used")
    sentence = fields.Char(string="Price", compute="_compute_sentence")
    _numbers_make_sense = models.Constraint(
        "CHECK(included >= 0 AND minimum >= 0 AND runs_over_at >= 0)",
        "What is included, the minimum and the end of the counter cannot be below 0.",
    )
    _decimals_range = models.Constraint(
        "CHECK(decimals BETWEEN 0 AND 3)", "A counter shows up to 3 digits after the comma."
    )

    def _compute_is_used(self):
        used = self._get_used_tariffs()
        for tariff in self:
            tariff.is_used = tariff._origin in used

    @api.depends_context("lang")
    @api.depends(
        "included",
        "uom_id",
        "minimum",
        "currency_id",
        "tier_ids.above",
        "tier_ids.price_unit",
    )
    def _compute_sentence(self):
        for tariff in self:
            tariff.sentence = tariff._get_use_sentence(1, "month")

    @api.constrains("currency_id", "tier_ids")
    def _check_tiers(self):
        for tariff in self:
            above = tariff.tier_ids.mapped("above")
            if len(above) != len(set(above)):
                raise ValidationError(
                    self.env._(
                        "%(tariff)s: two prices begin at the same number. Delete one.",
                        tariff=tariff.name,
                    )
                )

    # === it stays as it is === #

    def _get_used_tariffs(self):
        """Return those of these tariffs that an agreement or a sent order has."""
        # Bare facts about records that the user need not read.
        lines = self.env["subscription.line"].sudo()
        begun = [
            ("tariff_id", "in", self.ids),
            ("subscription_id.state", "!=", lifecycle.DRAFT),
        ]
        orders = self.env["sale.order.line"].sudo()
        sent = [("rental_tariff_id", "in", self.ids), ("state", "in", ("sent", "sale"))]
        groups = [
            *lines._read_group(begun, ["tariff_id"]),
            *orders._read_group(sent, ["rental_tariff_id"]),
        ]
        return self.browse([tariff.id for (tariff,) in groups])

    def _check_unused(self):
        """Raise UserError if an agreement has one of these tariffs."""
        used = self._get_used_tariffs()
        if used:
            raise UserError(
                self.env._(
                    "%(tariff)s is agreed on with customers, and stays as it is: duplicate "
                    "it, and let plans offer the new one.",
                    tariff=used[0].name,
                )
            )

    def write(self, vals):
        """Refuse to change what customers agreed on."""
        if vals.keys() - FREE_FIELDS:
            self._check_unused()
        return super().write(vals)

    def copy_data(self, default=None):
        """Add "(copy)" to the name of a copied tariff."""
        copies = super().copy_data(default)
        if "name" not in (default or {}):
            for tariff, values in zip(self, copies, strict=True):
                values["name"] = self.env._("%(name)s (copy)", name=tariff.name)
        return copies

    def _get_in_currency(self, currency, company, day):
        """Return this tariff in `currency`: a new one, with prices by the rate of `day`."""
        self.ensure_one()
        if currency == self.currency_id:
            return self
        copied = self.copy_data({"name": self.name, "currency_id": currency.id})[0]
        copied["minimum"] = self._convert_price(self.minimum, currency, company, day)
        copied["tier_ids"] = [
            fields.Command.create(
                {
                    "above": tier.above,
                    "price_unit": self._convert_price(
                        tier.price_unit, currency, company, day
                    ),
                }
            )
            for tier in self.tier_ids
        ]
        # Who sells by a plan need not keep tariffs.
        converted = self._create_kept([{**copied, "origin_id": self.id, "active": False}])
        return converted.with_env(self.env)

    def _convert_price(self, price, currency, company, day):
        # Prices of a copy have more digits than the currency.
        return self.currency_id._convert(price, currency, company, day, round=False)

    # === what the rules are told === #

    def _get_tariff_rule(self):
        """Return the `Tariff` that the rules work with."""
        self.ensure_one()
        return Tariff(
            included=exact(self.included),
            tiers=tuple(tier._get_rule_tier() for tier in self.tier_ids),
            minimum=exact(self.minimum),
        )

    def _show_count(self, value):
        """Return a number of units, as the counter shows it."""
        self.ensure_one()
        return formatLang(self.env, float(value), digits=self.decimals)

    def _get_step(self):
        """Return the smallest step of the counter, exactly."""
        self.ensure_one()
        return exact(1) / 10**self.decimals

    def _get_split_sentence(self, rule, use, scale):
        """Return how this use is priced: "250 at 0.02"."""
        return format_list(
            self.env,
            [
                self.env._(
                    "%(count)s at %(price)s",
                    count=self._show_count(count),
                    price=self._show_price(float(price), None, digits=True),
                )
                for count, price in rule.split(use, scale)
            ],
        )
