import logging

from werkzeug.exceptions import ServiceUnavailable

from odoo import http
from odoo.exceptions import ValidationError
from odoo.http import request

from odoo.addons.payment_mollie.controllers import main

_logger = logging.getLogger(__name__)


class MollieController(main.MollieController):
    """Calls that say which payment to ask Mollie about; nothing else is believed."""

    @http.route()
    def mollie_webhook(self, **data):
        """Ask Mollie about the payment; have Mollie call again if it does not answer."""
        try:
            self._hear(data)
        except ValidationError as error:
            raise ServiceUnavailable() from error
        return ""

    @staticmethod
    def _verify_and_process(data):
        """Ask Mollie what became of the payment that a customer comes back from."""
        try:
            with request.env.cr.savepoint():
                MollieController._hear(data)
        except ValidationError as error:
            # The customer sees that it is not known yet; webhook and job bring it.
            _logger.warning("Mollie did not answer: %s", error)

    @staticmethod
    def _hear(data):
        # Who calls has no rights, and gets none: Mollie is asked.
        request.env["payment.transaction"].sudo()._hear_from_mollie(data)
