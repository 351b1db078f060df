from odoo import http
from odoo.http import request

from ..models.reminders.subscription_reminder_optout import PATH

PAGE = f"{PATH}/<string:token>"


class ReminderPages(http.Controller):
    """Where the link in a reminder leads: no more of them, by one click (DD9).

    Looking at the page changes nothing: programs that read mails follow links, too.
    """

    @http.route(PAGE, type="http", auth="public", website=True, methods=["GET"])
    def rental_reminders(self, token, **_kwargs):
        """Show the button that opts out."""
        return self._render_page(self._read(token))

    # Mail programs post here as well (RFC 8058): the token is the proof, not a session.
    @http.route(
        PAGE, type="http", auth="public", website=True, methods=["POST"], csrf=False
    )
    def rental_reminders_stop(self, token, **_kwargs):
        """Opt the customer of the link out."""
        found = self._read(token)
        if found:
            request.env["subscription.reminder.optout"].sudo()._opt_out(*found)
        return self._render_page(found, done=True)

    @staticmethod
    def _read(token):
        return request.env["subscription.reminder.optout"].sudo()._read_stop_token(token)

    @staticmethod
    def _render_page(found, *, done=False):
        company, _partner, email = found or (None, None, "")
        values = {
            "found": found,
            "company": company and company.sudo(),
            "email": email,
            "done": done,
        }
        status = 200 if found else 404
        return request.render(
            "subscription_rental.reminder_optout_page", values, status=status
        )
