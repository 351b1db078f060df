from odoo import http
from odoo.exceptions import UserError, ValidationError
from odoo.http import request

from ..models.portal.res_company import ACTIONS
from .portal_withdrawal import SubscriptionWithdrawalPortal

ENDING = f"/subscription/<any({','.join(ACTIONS)}):action>"


class PublicEnding(SubscriptionWithdrawalPortal):
    """Ending a contract without an account: by its number, e-mail and a link (PO4).

    Whatever is sent, the answer is the same: whether a contract exists is told by mail
    alone, to the address that the customer gave us.
    """

    @http.route(
        ENDING, type="http", auth="public", website=True, methods=["GET"], sitemap=True
    )
    def rental_ending(self, action, **_kwargs):
        """Show the form that asks for the contract's number and e-mail."""
        return self._render_ending(action)

    @http.route(f"{ENDING}/ask", type="http", auth="public", website=True, methods=["POST"])
    def rental_ending_ask(self, action, **kwargs):
        """Mail a link, where number and e-mail belong together; always answer the same."""
        number = self._read_text(kwargs.get("number"), 100)
        email = self._read_text(kwargs.get("email"), 200)
        request.env["subscription.ending.link"].sudo()._ask(action, number, email)
        return self._render_ending(action, asked=True)

    @http.route(
        f"{ENDING}/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def rental_ending_page(self, action, token, **kwargs):
        """Show what follows from ending the contract of a mailed link."""
        link = self._read_link(action, token)
        if not link:
            return self._render_ending(action, over=True)
        return self._render_confirmation(link, token, kwargs)

    @http.route(
        f"{ENDING}/<string:token>/<any(confirm,leave):step>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def rental_ending_confirm(self, action, token, step, **kwargs):
        """End the contract of a mailed link, once."""
        link = self._read_link(action, token)
        if not link:
            return self._render_ending(action, over=True)
        try:
            with request.env.cr.savepoint():
                self._end_contract(link, step, kwargs)
        except (UserError, ValidationError) as error:
            return self._render_confirmation(link, token, kwargs, error=str(error))
        return self._render_ending(action, done=link.subscription_id)

    # === what they share === #

    @staticmethod
    def _read_link(action, token):
        links = request.env["subscription.ending.link"].sudo()
        return links._read_token(action, token)

    def _end_contract(self, link, step, kwargs):
        """Use the link up, and do with its contract what was confirmed."""
        if not link._use():
            raise UserError(request.env._("This link was used already."))
        subscription = link.subscription_id
        if step == "leave":
            self._apply_leave(subscription, kwargs)
        elif link.action == "withdraw":
            self._apply_withdrawal(subscription, kwargs)
        else:
            self._apply_shown(subscription, "cancel", kwargs)

    def _render_ending(self, action, *, asked=False, over=False, done=None):
        """Return the page before login, with what became of what was sent.

        :param over: the link works no longer
        :param done: the subscription that was ended just now
        """
        values = self._prepare_portal_layout_values()
        values |= {
            "action": action,
            "asked": asked,
            "over": over,
            "done": done,
            "company": request.env.company.sudo(),
            "page_name": "rental_ending",
        }
        return request.render("subscription_rental.public_ending", values)

    def _render_confirmation(self, link, token, kwargs, error=None):
        """Return the page on which the contract of a mailed link is ended."""
        subscription = link.subscription_id
        values = self._prepare_rental_values(subscription, None)
        values |= {
            "page_name": "rental_ending",
            "confirm_url": f"/subscription/{link.action}/{token}",
        }
        if error:
            values["error"] = error
        if link.action == "withdraw":
            return self._render_withdrawal(subscription, values)
        return self._render_ask(subscription, "cancel", values, kwargs)
