import base64
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...codes import draw_code
from .subscription_returning import RETURN_MAIL

LABEL = "subscription_rental_stock.return_label_report"

CODE_SIZE = (300, 60)

_logger = logging.getLogger(__name__)


class StockPicking(models.Model):
    """The label with which a customer sends goods back (RG6)."""

    _inherit = "stock.picking"

    rental_is_asked_back = fields.Boolean(
        compute="_compute_rental_is_asked_back",
        help="A return that is not here yet: its label is of use.",
    )

    @api.depends("rental_kind", "state")
    def _compute_rental_is_asked_back(self):
        for picking in self:
            to_come = picking.state not in ("done", "cancel")
            picking.rental_is_asked_back = picking.rental_kind == "in" and to_come

    def _process_attachments_for_template_post(self, mail_template):
        """Add the return label to the mail that asks for the return."""
        found = super()._process_attachments_for_template_post(mail_template)
        if mail_template != self.env.ref(RETURN_MAIL, raise_if_not_found=False):
            return found
        for picking in self.filtered("rental_is_asked_back"):
            attachments = found.setdefault(picking.id, {}).setdefault("attachments", [])
            attachments += picking._prepare_label_attachments()
        return found

    def _prepare_label_attachments(self):
        """Return [(name, content in base64)] of the return label; none if it fails.

        No return waits for a printer: the label is on the customer's page, too.
        """
        self.ensure_one()
        try:
            name, content, _kind = self._print_return_label()
        except UserError as error:
            _logger.info("The label of %s could not be printed: %s", self.name, error)
            self._message_log(
                body=self.env._(
                    "The return label could not be printed, and was not sent: %(error)s",
                    error=str(error),
                )
            )
            return []
        return [(name, base64.b64encode(content))]

    def _print_return_label(self):
        """Return (name of the file, content, kind) of the label of this return."""
        self.ensure_one()
        # Customers, and who validates transfers, need not know reports.
        reports = self.env["ir.actions.report"].sudo().with_company(self.company_id)
        with self.env.cr.savepoint():
            content, kind = reports._render_qweb_pdf(LABEL, self.ids)
        name = self.name.replace("/", "-")
        return f"{name}.{kind}", content, kind

    @api.model
    def _get_bar_code(self, text):
        """Return the bar code of a text as SVG in base64; "" where it has none."""
        return draw_code("Code128", text, *CODE_SIZE)

    def _get_return_sender(self):
        """Return the address that the goods are sent back from."""
        self.ensure_one()
        return self.partner_id or self.rental_subscription_id.partner_shipping_id

    def _get_return_address(self):
        """Return the address that the goods are sent back to: the warehouse's."""
        self.ensure_one()
        warehouse = self.picking_type_id.warehouse_id.partner_id
        return warehouse or self.company_id.partner_id
