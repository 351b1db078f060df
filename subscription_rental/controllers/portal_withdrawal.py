from odoo import http
from odoo.exceptions import UserError, ValidationError
from odoo.http import request

from .portal import PAGE, SubscriptionPortal


class SubscriptionWithdrawalPortal(SubscriptionPortal):
    """Where a consumer withdraws from a contract, or leaves it for a reason (PO4)."""

    @http.route(
        f"{PAGE}/<int:subscription_id>/withdraw",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def rental_withdraw(self, subscription_id, access_token=None, **_kwargs):
        """Show the statement of withdrawal, filled in, to be confirmed."""
        subscription = self._get_rental(subscription_id, access_token)
        values = self._prepare_rental_values(subscription, access_token)
        return self._render_withdrawal(subscription, values)

    @http.route(
        f"{PAGE}/<int:subscription_id>/withdraw/confirm",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def rental_withdraw_confirm(self, subscription_id, access_token=None, **kwargs):
        """Withdraw from the contract; show why not, if that is not possible any more."""
        subscription = self._get_rental(subscription_id, access_token)
        return self._do_and_go_back(
            subscription,
            access_token,
            "withdraw",
            lambda: self._apply_withdrawal(subscription, kwargs),
        )

    @http.route(
        f"{PAGE}/<int:subscription_id>/leave",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def rental_leave(self, subscription_id, access_token=None, **kwargs):
        """Keep that the customer leaves at once for a reason: a person decides."""
        subscription = self._get_rental(subscription_id, access_token)
        return self._do_and_go_back(
            subscription,
            access_token,
            "leave",
            lambda: self._apply_leave(subscription, kwargs),
        )

    # === what they share === #

    def _do_and_go_back(self, subscription, access_token, message, act):
        """Return to the subscription's page after `act`, or with why it was refused."""
        try:
            with request.env.cr.savepoint():
                act()
        except (UserError, ValidationError) as error:
            values = self._prepare_rental_values(subscription, access_token)
            values["error"] = str(error)
            return request.render("subscription_rental.portal_subscription", values)
        return self._go_back(subscription, access_token, message)

    def _render_withdrawal(self, subscription, values):
        """Return the page with the statement of withdrawal.

        :param values: those of the page, see `_render_ask`
        """
        values["person"] = self._read_person(subscription, {})
        return request.render("subscription_rental.portal_subscription_withdraw", values)

    def _apply_withdrawal(self, subscription, kwargs):
        """Withdraw from the contract, by the statement that was sent."""
        today = subscription.company_id._subscription_today()
        subscription._withdraw_from_contract(self._read_person(subscription, kwargs), today)

    def _apply_leave(self, subscription, kwargs):
        """Keep that the customer leaves for the reason that was sent."""
        reason = self._read_text(kwargs.get("reason"), 1000).strip()
        person = self._read_person(subscription, kwargs)
        subscription._declare_extraordinary(person, reason)
