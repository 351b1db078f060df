from odoo import api, fields, models
from odoo.fields import Domain

from ...billing import due_dates


class ResPartner(models.Model):
    """What a customer holds that expires: history, totals (DD4)."""

    _inherit = "res.partner"

    rental_due_date_ids = fields.Many2many(
        "subscription.due.date",
        string="Due Dates",
        compute="_compute_rental_due_dates",
    )
    rental_due_count = fields.Integer(
        string="Due Dates That Run", compute="_compute_rental_due_amounts"
    )
    rental_due_active = fields.Monetary(
        string="Active Due Dates",
        compute="_compute_rental_due_amounts",
        currency_field="rental_due_currency_id",
        help="The amounts of what runs, in your company's currency.",
    )
    rental_due_closed = fields.Monetary(
        string="Closed Due Dates",
        compute="_compute_rental_due_amounts",
        currency_field="rental_due_currency_id",
        help="The amounts of what was closed, in your company's currency.",
    )
    rental_due_currency_id = fields.Many2one(
        "res.currency", compute="_compute_rental_due_currency_id"
    )

    @api.depends_context("company")
    def _compute_rental_due_currency_id(self):
        self.rental_due_currency_id = self.env.company.currency_id

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_rental_due_dates(self):
        found = self.env["subscription.due.date"].search(
            self._get_due_domain(), order="date_due desc, id desc"
        )
        holders = {one: one._get_rental_holders() for one in found.partner_id}
        for partner in self:
            partner.rental_due_date_ids = found.filtered(
                lambda row, top=partner: top in holders[row.partner_id]
            )

    @api.depends_context("uid", "company", "allowed_company_ids")
    def _compute_rental_due_amounts(self):
        own = self.env.company
        self.rental_due_count = 0
        self.rental_due_active = self.rental_due_closed = 0.0
        for partner, state, company, amount, count in self._read_due_amounts():
            amount = company.currency_id._convert(
                amount, own.currency_id, own, own._subscription_today()
            )
            for holder in partner._get_rental_holders() & self:
                if state in due_dates.OPEN:
                    holder.rental_due_count += count
                if state == due_dates.ACTIVE:
                    holder.rental_due_active += amount
                elif state == due_dates.CLOSED:
                    holder.rental_due_closed += amount

    def _read_due_amounts(self):
        """Return (customer, state, company, amount, count) of these and their contacts."""
        return self.env["subscription.due.date"]._read_group(
            self._get_due_domain() & Domain("state", "!=", due_dates.RENEWED),
            ["partner_id", "state", "company_id"],
            ["amount_company:sum", "__count"],
        )

    def _get_due_domain(self):
        """Return the domain of the due dates of these customers and their contacts."""
        every = self.with_context(active_test=False)
        below = every.search([("id", "child_of", self.ids)])
        return Domain("partner_id", "in", below.ids)

    def _get_rental_holders(self):
        """Return this contact and all that it is a contact of."""
        self.ensure_one()
        holder = holders = self
        while holder.parent_id:
            holder = holder.parent_id
            holders += holder
        return holders

    def action_view_rental_due_dates(self):
        """Open the due dates of this customer and its contacts."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "subscription_rental.subscription_due_date_action"
        )
        return {
            **action,
            "domain": [("partner_id", "child_of", self.id)],
            "context": {"default_partner_id": self.id},
        }
