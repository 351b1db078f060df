import logging

from psycopg2 import InterfaceError, OperationalError

from odoo import api, models

_logger = logging.getLogger(__name__)


class AccountMoveSend(models.AbstractModel):
    """An invoice that cannot be printed or sent stops no other, and its owner is told."""

    _inherit = "account.move.send"

    @api.model
    def _get_default_mail_partner_ids(self, move, mail_template, mail_lang):
        """Add the invoice contacts of the customer, and who gets copies (BI18)."""
        partners = super()._get_default_mail_partner_ids(move, mail_template, mail_lang)
        return partners | move._get_rental_recipients().filtered("email")

    @api.model
    def _prepare_invoice_pdf_report(self, invoices_data):
        """Print these invoices; where that fails each alone, with its error noted on it."""
        try:
            with self.env.cr.savepoint():
                return super()._prepare_invoice_pdf_report(invoices_data)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001
            # The edge of one invoice: whatever it is stops no other.
            if len(invoices_data) > 1:
                for invoice, data in invoices_data.items():
                    self._prepare_invoice_pdf_report({invoice: data})
            else:
                self._note_error(invoices_data, error)
            return None

    @api.model
    def _note_error(self, invoices_data, error):
        """Note in the data of these invoices that they cannot be sent, and why."""
        job = self.env["subscription.job.mixin"]
        for data in invoices_data.values():
            data["error"] = {"error_title": job._get_trouble_message(error)}

    @api.model
    def _hook_if_errors(self, moves_data, allow_raising=True):
        """Tell the owners of subscriptions which invoices could not be sent, and why."""
        result = super()._hook_if_errors(moves_data, allow_raising=allow_raising)
        for move, data in moves_data.items():
            move._tell_unsent(self._format_error_text(data["error"]))
        return result

    @api.model
    def _hook_if_success(self, moves_data, from_cron=False):
        """Close what was told of invoices that are sent after all."""
        result = super()._hook_if_success(moves_data, from_cron=from_cron)
        self.env["account.move"].sudo().union(*moves_data)._forget_unsent()
        return result
