from odoo import fields, models


class MailActivity(models.Model):
    """An activity that tells of trouble knows which work on which record it was."""

    _inherit = "mail.activity"

    rental_trouble = fields.Char(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The job, its stage and the record that failed: only that work closes it.",
    )
