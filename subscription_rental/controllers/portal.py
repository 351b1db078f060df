import math

from odoo import fields, http
from odoo.exceptions import UserError, ValidationError
from odoo.http import request
from odoo.tools import email_normalize

from odoo.addons.payment.controllers.portal import PaymentPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

PAGE = "/my/subscriptions"


class SubscriptionPortal(PaymentPortal):
    """The customer's own pages: their subscriptions, and the acts they do alone."""

    def _prepare_home_portal_values(self, counters):
        """Count the customer's subscriptions."""
        values = super()._prepare_home_portal_values(counters)
        if "rental_subscription_count" in counters:
            # Customers have no rights on subscriptions: the domain is theirs.
            subscriptions = request.env["subscription.subscription"].sudo()
            own = subscriptions._portal_domain(request.env.user)
            values["rental_subscription_count"] = subscriptions.search_count(own)
        return values

    @http.route([PAGE, f"{PAGE}/page/<int:page>"], type="http", auth="user", website=True)
    def rental_list(self, page=1, **_kwargs):
        """Show the customer's subscriptions, running ones first."""
        subscriptions = request.env["subscription.subscription"].sudo()
        domain = subscriptions._portal_domain(request.env.user)
        pager = portal_pager(
            url=PAGE,
            total=subscriptions.search_count(domain),
            page=page,
            step=self._items_per_page,
        )
        found = subscriptions.search(
            domain,
            order="date_closed desc, id desc",
            limit=self._items_per_page,
            offset=pager["offset"],
        )
        values = self._prepare_portal_layout_values()
        values |= {
            "subscriptions": found,
            "page_name": "rental_subscriptions",
            "pager": pager,
            "default_url": PAGE,
        }
        return request.render("subscription_rental.portal_subscriptions", values)

    @http.route(f"{PAGE}/<int:subscription_id>", type="http", auth="public", website=True)
    def rental_page(self, subscription_id, access_token=None, **kwargs):
        """Show one subscription."""
        subscription = self._get_rental(subscription_id, access_token)
        values = self._prepare_rental_values(subscription, access_token)
        values["message"] = kwargs.get("message")
        return request.render("subscription_rental.portal_subscription", values)

    @http.route(
        f"{PAGE}/<int:subscription_id>/<any(cancel,pause,change,renew):action>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def rental_ask(self, subscription_id, action, access_token=None, **kwargs):
        """Show what cancelling, pausing, renewing or changing costs, before it is done."""
        subscription = self._get_rental(subscription_id, access_token)
        values = self._prepare_rental_values(subscription, access_token)
        return self._render_ask(subscription, action, values, kwargs)

    @http.route(
        f"{PAGE}/<int:subscription_id>/<any(cancel,pause,change,renew):action>/confirm",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def rental_confirm(self, subscription_id, action, access_token=None, **kwargs):
        """Apply the shown action to the subscription; show an error if it has changed."""
        subscription = self._get_rental(subscription_id, access_token)
        try:
            with request.env.cr.savepoint():
                self._apply_shown(subscription, action, kwargs)
        except (UserError, ValidationError) as error:
            values = self._prepare_rental_values(subscription, access_token)
            values["error"] = str(error)
            return request.render("subscription_rental.portal_subscription", values)
        return self._go_back(subscription, access_token, action)

    @http.route(
        f"{PAGE}/<int:subscription_id>/<any(undo,resume):action>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def rental_do(self, subscription_id, action, access_token=None, **_kwargs):
        """Undo the cancellation of a subscription, or resume a paused one."""
        subscription = self._get_rental(subscription_id, access_token)
        buttons = {
            "undo": subscription.action_undo_cancel,
            "resume": subscription.action_resume,
        }
        try:
            with request.env.cr.savepoint():
                subscription._check_portal_action(action)
                buttons[action]()
        except (UserError, ValidationError) as error:
            values = self._prepare_rental_values(subscription, access_token)
            values["error"] = str(error)
            return request.render("subscription_rental.portal_subscription", values)
        return self._go_back(subscription, access_token, action)

    # === what they share === #

    def _render_ask(self, subscription, action, values, kwargs):
        """Return the page that shows what `action` costs, to be confirmed there.

        :param values: those of the page; `confirm_url` is where the form goes, if it is
            not the subscription's own page
        """
        choice = self._read_choice(kwargs)
        values |= {"action": action, "chosen": choice, "wizard": None}
        try:
            values["wizard"] = subscription._create_portal_dialog(action, choice)
        except (UserError, ValidationError) as error:
            values["error"] = str(error)
        return request.render("subscription_rental.portal_subscription_ask", values)

    def _apply_shown(self, subscription, action, kwargs):
        """Do `action` as the page has shown it; who cancels gets a receipt."""
        choice = self._read_choice(kwargs)
        wizard = subscription._create_portal_dialog(action, choice)
        wizard.write(self._read_shown(action, kwargs))
        getattr(wizard, f"action_{action}")()
        if action == "cancel":
            person = self._read_person(subscription, kwargs)
            subscription._declare_cancellation(person, choice["reason"])

    @classmethod
    def _read_person(cls, subscription, kwargs):
        """Return who declares something: {"name", "email"} as typed, else as known."""
        user = request.env.user
        known = subscription.partner_id if user._is_public() else user.partner_id
        typed = cls._read_text(kwargs.get("email"), 200)
        return {
            "name": cls._read_text(kwargs.get("name"), 200).strip() or known.name,
            "email": email_normalize(typed) or known.sudo().email_normalized,
        }

    def _get_rental(self, subscription_id, access_token):
        """Return the visitor's subscription, as the system; raise 404 for another's."""
        subscriptions = request.env["subscription.subscription"].sudo()
        found = subscriptions.browse(subscription_id).exists()
        user = request.env.user
        if not found or not found._belongs_to_visitor(user, access_token):
            # Whether it exists is nobody else's business.
            raise request.not_found()
        if user._is_public():
            self._speak_to(found.partner_id)
        return found.with_context(lang=request.env.lang)

    @staticmethod
    def _speak_to(customer):
        """Show the page behind a link in the customer's language, if none is to choose.

        A website that has the language leaves it to its visitors.
        """
        languages = request.env["res.lang"]
        lang = customer.lang
        if lang not in languages._get_frontend() and languages._get_data(code=lang):
            request.update_context(lang=lang)

    def _prepare_rental_values(self, subscription, access_token):
        """Return the values of each page about one subscription."""
        values = self._prepare_portal_layout_values()
        return values | {
            "subscription": subscription,
            "page_name": "rental_subscription",
            "access_token": access_token,
            "url": subscription.access_url,
            "token_query": f"?access_token={access_token}" if access_token else "",
            "actions": subscription._get_portal_actions(),
            "withdrawal_problem": subscription._get_withdrawal_problem(
                subscription.company_id._subscription_today()
            ),
            "invoices": subscription._get_portal_invoices(),
            "documents": subscription._get_portal_documents(
                subscription.company_id._subscription_today()
            ),
            "res_company": subscription.company_id,
        }

    @staticmethod
    def _go_back(subscription, access_token, message):
        url = f"{subscription.access_url}?message={message}"
        if access_token:
            url += f"&access_token={access_token}"
        return request.redirect(url)

    @classmethod
    def _read_choice(cls, kwargs):
        """Return the customer's choices in the form: when, reason, plan, day to resume."""
        choice = {"when": kwargs.get("when")}
        choice["reason"] = cls._read_text(kwargs.get("reason"), 200)
        choice["plan_id"] = cls._cast_as_int(kwargs.get("plan_id"))
        choice["resume"] = cls._read_date(kwargs.get("resume"))
        return choice

    @classmethod
    def _read_shown(cls, action, kwargs):
        """Return the amount and days that the page has shown, which have to hold still."""
        names = ["date", "end_shown"] if action == "renew" else ["date"]
        days = {name: cls._read_date(kwargs.get(name)) for name in names}
        shown = cls._cast_as_float(kwargs.get("amount_shown"))
        if shown is None or not math.isfinite(shown) or not all(days.values()):
            raise ValidationError(request.env._("Open the page again, please."))
        return {"amount_shown": shown, **days}

    @staticmethod
    def _read_text(text, size):
        """Return at most `size` characters of a text, without what no database stores."""
        return str(text or "").replace("\x00", "")[:size]

    @staticmethod
    def _read_date(text):
        try:
            return fields.Date.to_date(text or None)
        except ValueError:
            return None
