from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.subscription_rental.billing import prepaid
from odoo.addons.subscription_rental.billing.errors import BillingRuleError
from odoo.addons.subscription_rental.billing.interval import Interval

LARGEST_PACK = 10_000


class SubscriptionPrepaidOffer(models.Model):
    """A pack of sessions, or credit, as it is sold from now on (PK1, PK8).

    What was sold has its own copy of all this: editing or archiving changes none of it.
    """

    _name = "subscription.prepaid.offer"
    _description = "Offer of a Pack or Credit"
    _inherit = ["subscription.prepaid.terms.mixin", "subscription.typed.mixin"]
    _order = "sequence, id"
    _rec_name = "product_id"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    product_id = fields.Many2one(
        "product.product",
        required=True,
        ondelete="restrict",
        check_company=True,
        domain="[('type', '=', 'service'), ('sale_ok', '=', True)]",
        help="What is sold: on quotations, invoices, in the shop and at the till.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    sessions = fields.Integer(default=10)
    price = fields.Float(
        related="product_id.lst_price",
        string="Price",
        readonly=False,
        digits="Product Price",
        help="As on the product; editing it here edits the product.",
    )
    service_ids = fields.One2many(
        "subscription.prepaid.service",
        "offer_id",
        string="Services",
        copy=True,
        help="What it pays for. Credit without services pays for everything.",
    )
    saving = fields.Monetary(
        compute="_compute_saving",
        help="So much less than the same sessions one by one, with taxes.",
    )
    price_with_taxes = fields.Monetary(compute="_compute_saving")
    liability_account_id = fields.Many2one(
        default=lambda self: self.env.company.rental_prepaid_liability_account_id
    )
    deferred_account_id = fields.Many2one(
        default=lambda self: self.env.company.rental_prepaid_deferred_account_id
    )
    breakage_account_id = fields.Many2one(
        default=lambda self: self.env.company.rental_prepaid_breakage_account_id
    )
    _one_per_product = models.UniqueIndex(
        "(product_id, company_id)", "Another offer sells this product already."
    )
    _cap_positive = models.Constraint(
        "CHECK(rollover_cap >= 0)", "What is kept cannot be less than 0."
    )

    @api.depends(
        "product_id", "product_id.lst_price", "product_id.taxes_id", "sessions", "kind",
        "service_ids.single_price", "vat_kind",
    )  # fmt: skip
    def _compute_saving(self):
        for offer in self:
            company = offer.company_id or self.env.company
            product = offer.product_id
            price = product._get_prepaid_price(company, offer.price) if product else 0.0
            single = offer._get_single_price()
            packed = offer.kind == prepaid.SESSIONS and single
            offer.price_with_taxes = price
            offer.saving = (
                float(prepaid.saving(single, offer.sessions, price)) if packed else 0.0
            )

    @api.constrains("kind", "sessions", "service_ids")
    def _check_sessions(self):
        for offer in self.filtered(lambda offer: offer.kind == prepaid.SESSIONS):
            if not 0 < offer.sessions <= LARGEST_PACK:
                raise ValidationError(
                    self.env._(
                        "%(offer)s: enter a number of sessions from 1 to %(most)s.",
                        offer=offer.display_name,
                        most=LARGEST_PACK,
                    )
                )
            if not offer.service_ids:
                raise ValidationError(
                    self.env._(
                        "%(offer)s: choose the services that its sessions pay for.",
                        offer=offer.display_name,
                    )
                )

    @api.constrains("validity_count", "validity_unit")
    def _check_validity(self):
        for offer in self.filtered("validity_count"):
            try:
                Interval(offer.validity_count, offer.validity_unit)
            except BillingRuleError as error:
                raise ValidationError(
                    self.env._(
                        "%(offer)s: it cannot be valid for that long. Enter 0 if it "
                        "never expires.",
                        offer=offer.display_name,
                    )
                ) from error

    @api.constrains("kind", "vat_kind")
    def _check_vat_kind(self):
        for offer in self:
            if (offer.kind, offer.vat_kind) == (prepaid.AMOUNT, prepaid.AT_SALE):
                raise ValidationError(
                    self.env._(
                        "%(offer)s: the tax on credit is due at each use, as nobody "
                        "knows what it will be spent on.",
                        offer=offer.display_name,
                    )
                )

    @api.constrains(
        "vat_kind", "liability_account_id", "deferred_account_id", "breakage_account_id"
    )
    def _check_accounts(self):
        for offer in self:
            if not offer._get_standing_account() or not offer.breakage_account_id:
                raise ValidationError(
                    self.env._(
                        "%(offer)s: choose the account on which it stands until it is "
                        "used, and the one of what expires.",
                        offer=offer.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Create offers; what is taxed at each use has no tax when it is sold."""
        offers = super().create(vals_list)
        offers._leave_out_taxes()
        return offers

    def write(self, vals):
        """Write; what is taxed at each use has no tax when it is sold."""
        result = super().write(vals)
        if {"vat_kind", "product_id", "company_id"} & vals.keys():
            self._leave_out_taxes()
        return result

    def _leave_out_taxes(self):
        """Take the taxes off products that are taxed at each use, and not when sold."""
        for offer in self.filtered(lambda offer: offer.vat_kind == prepaid.AT_USE):
            # Products are of the sales manager; the tax follows from what was chosen here.
            product = offer.sudo().product_id
            product.taxes_id -= product.taxes_id._filter_taxes_by_company(offer.company_id)

    def _get_granted(self, quantity, amount):
        """Return what `quantity` of this offer at `amount` grants: sessions, or money."""
        self.ensure_one()
        return self.sessions * quantity if self.kind == prepaid.SESSIONS else amount

    def _get_nearest(self, company):
        """Return those of these that `company` sells: of each product, one.

        Its own go before those of its head company.
        """
        chain = company.sudo().parent_ids.ids
        known = self.filtered(lambda one: one.company_id.id in chain)
        nearest = {}
        for offer in known.sorted(lambda one: chain.index(one.company_id.id)):
            nearest[offer.product_id] = offer
        return known.filtered(lambda one: nearest[one.product_id] == one)

    def _prepare_prepaid_vals(self, partner, company=None):
        """Return the values of what is sold to `partner`: a copy of the terms.

        :param company: the branch that sells it and serves it; None: the offer's company
        """
        self.ensure_one()
        return {
            **self._copy_terms(),
            "name": self.product_id.with_context(lang=partner.lang).display_name,
            "offer_id": self.id,
            "product_id": self.product_id.id,
            "company_id": (company or self.company_id).id,
            "partner_id": partner.id,
            "buyer_id": partner.id,
        }
