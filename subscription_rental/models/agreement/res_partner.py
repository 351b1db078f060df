from odoo import api, fields, models

from .res_company import SHARING


class ResPartner(models.Model):
    _inherit = "res.partner"

    rental_subscription_count = fields.Integer(
        string="Subscriptions", compute="_compute_rental_subscription_count"
    )
    rental_active_ids = fields.Many2many(
        "subscription.subscription",
        string="Active Subscriptions",
        compute="_compute_rental_subscriptions",
    )
    rental_past_ids = fields.Many2many(
        "subscription.subscription",
        string="Past Subscriptions",
        compute="_compute_rental_subscriptions",
    )
    rental_invoice_sharing = fields.Selection(
        SHARING,
        string="Subscription Invoices",
        company_dependent=True,
        help="How several subscriptions billed on one day come on invoices; empty: as the "
        "company does it.",
    )

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), "rental_invoice_sharing"]

    def _is_rental_consumer(self):
        """Return whether the customer is a consumer: no company, and without a tax ID."""
        self.ensure_one()
        customer = self.commercial_partner_id
        return not customer.is_company and not customer.vat

    def _compute_rental_subscription_count(self):
        below = self.with_context(active_test=False).search([("id", "child_of", self.ids)])
        groups = self.env["subscription.subscription"]._read_group(
            [("partner_id", "in", below.ids), ("is_closed", "=", False)],
            ["partner_id"],
            ["__count"],
        )
        self.rental_subscription_count = 0
        for partner, count in groups:
            # Each counts for the contact and for everyone above it.
            while partner:
                if partner in self:
                    partner.rental_subscription_count += count
                partner = partner.parent_id

    @api.depends_context("lang", "uid")
    def _compute_rental_subscriptions(self):
        found = self.env["subscription.subscription"].search(
            [("partner_id", "child_of", self.ids)]
        )
        for partner in self:
            below = found.filtered(lambda one, top=partner: one._belongs_to(top))
            partner.rental_active_ids = below.filtered(lambda one: not one.is_closed)
            partner.rental_past_ids = below.filtered("is_closed")

    def action_view_rental_subscriptions(self):
        """Open the subscriptions of this customer and its contacts."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "subscription_rental.subscription_subscription_action"
        )
        return {
            **action,
            "domain": [("partner_id", "child_of", self.id)],
            "context": {"default_partner_id": self.id},
        }

    def _get_rental_sharing(self, company):
        """Return how this customer's subscriptions of `company` share invoices."""
        own = self.commercial_partner_id.with_company(company).rental_invoice_sharing
        return own or company.subscription_invoice_sharing
