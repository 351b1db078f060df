from odoo import api, fields, models


class SubscriptionLossMixin(models.AbstractModel):
    """What harm to a unit came to, and what its cover paid of it (RG5, RG8).

    Incidents and checks of returned units use it. They have `assignment_id`.
    """

    _name = "subscription.loss.mixin"
    _description = "Loss of a Unit"

    company_currency_id = fields.Many2one(
        "res.currency", compute="_compute_company_currency_id"
    )
    loss = fields.Monetary(
        string="Cost of the Damage",
        currency_field="company_currency_id",
        readonly=True,
        copy=False,
        help="What the repair or a new unit costs, before taxes, in the company's "
        "currency, as it was decided.",
    )
    cover_paid = fields.Monetary(
        string="Paid by the Cover",
        currency_field="company_currency_id",
        readonly=True,
        copy=False,
        help="The damage less what the customer was to pay, where a cover held on that "
        "day.",
    )

    @api.depends("assignment_id")
    def _compute_company_currency_id(self):
        for record in self:
            # Who reads a check of a unit need not be of the company that rented it out.
            company = record.sudo().assignment_id.company_id or self.env.company
            record.company_currency_id = company.currency_id
