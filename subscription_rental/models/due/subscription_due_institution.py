from odoo import fields, models


class SubscriptionDueInstitution(models.Model):
    """With whom something is held: a bank, an insurer, a registrar (DD2)."""

    _name = "subscription.due.institution"
    _description = "Institution of Due Dates"
    _order = "sequence, name, id"
    # A branch has the institutions of its head company, too.
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", help="Leave empty to offer it in every company."
    )
