from odoo import models

from ...billing import collection


class AccountMove(models.Model):
    """Invoices that somebody owes are found among all that were ever paid."""

    _inherit = "account.move"

    _rental_late_idx = models.Index(
        "(invoice_date_due, id) WHERE move_type = 'out_invoice' AND state = 'posted'"
        f" AND payment_state IN {collection.OWED}"
    )
