import binascii
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize, hash_sign, verify_hash_signed
from odoo.tools.misc import format_date

from ...billing import lifecycle
from ...locking import lock

MAIL = "subscription_rental.mail_template_ending_link"
SCOPE = "subscription_rental.ending_link"
# How long a link works, and how many are mailed for one contract within that time.
HOURS = 24
MAILS = 3
# So long what was asked for can be looked up.
KEPT_DAYS = 90


class SubscriptionEndingLink(models.Model):
    """A link that was mailed to who asked, without login, to end a contract (PO4).

    It leads to the page of that one act, works for a day, and once.
    """

    _name = "subscription.ending.link"
    _description = "Link to End a Contract"
    _inherit = ["subscription.kept.mixin"]
    _order = "id desc"
    _rec_name = "subscription_id"

    subscription_id = fields.Many2one(
        "subscription.subscription",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="subscription_id.company_id", store=True)
    action = fields.Selection(
        [("cancel", "Cancel"), ("withdraw", "Withdraw")], required=True, readonly=True
    )
    sent_to = fields.Char(required=True, readonly=True)
    asked_at = fields.Datetime(required=True, readonly=True)
    # Empty: it waits for the job.
    mailed_at = fields.Datetime(readonly=True)
    used_at = fields.Datetime(readonly=True)

    # === asking for one === #

    @api.model
    def _ask(self, action, number, email):
        """Have a link mailed to the customer of contract `number`, if `email` is theirs.

        Returns nothing: who asks is told the same in any case, after the same time. So
        the job is called in any case, and all that takes long is left to it.
        """
        self.env["subscription.ending.job"]._wake()
        for subscription in self._find_contracts(number, email):
            if self._count_recent(subscription) >= MAILS:
                continue
            self._create_kept(
                [
                    {
                        "subscription_id": subscription.id,
                        "action": action,
                        "sent_to": email_normalize(email),
                        "asked_at": fields.Datetime.now(),
                    }
                ]
            )

    @api.model
    def _find_contracts(self, number, email):
        """Return the subscriptions of that number whose customer has that address."""
        subscriptions = self.env["subscription.subscription"].sudo()
        address, number = email_normalize(email), number.strip()
        if not address or not number:
            return subscriptions
        own = Domain("partner_id.email_normalized", "=", address) | Domain(
            "partner_invoice_id.email_normalized", "=", address
        )
        return subscriptions.search(
            Domain("name", "in", [number, number.upper()])
            & Domain("state", "!=", lifecycle.DRAFT)
            & own,
            limit=5,
        )

    @api.model
    def _count_recent(self, subscription):
        """Return how many links of this subscription were mailed within a day."""
        since = fields.Datetime.now() - timedelta(hours=HOURS)
        return self.sudo().search_count(
            [("subscription_id", "=", subscription.id), ("asked_at", ">", since)]
        )

    def _send(self):
        """Mail this link once, by Odoo's queue."""
        self.ensure_one()
        self.env.ref(MAIL).sudo().send_mail(self.id)
        self._write_kept({"mailed_at": fields.Datetime.now()})
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    # === following it === #

    def _get_url(self):
        """Return the address of the page that this link leads to."""
        self.ensure_one()
        token = hash_sign(self.sudo().env, SCOPE, self.id, expiration_hours=HOURS)
        return f"{self.get_base_url()}/subscription/{self.action}/{token}"

    @api.model
    def _read_token(self, action, token):
        """Return the link of this `token`, to be used; empty where it works no longer."""
        links = self.sudo()
        try:
            found = verify_hash_signed(links.env, SCOPE, token)
        except (ValueError, IndexError, binascii.Error):
            found = None
        link = links.browse(found).exists() if isinstance(found, int) else links.browse()
        return link.filtered(lambda one: one.action == action and not one.used_at)

    def _use(self):
        """Use this link up; return whether it was still to be used."""
        self.ensure_one()
        # Of two clicks at the same time one is refused.
        lock(self.sudo())
        self.invalidate_recordset(["used_at"])
        if self.used_at:
            return False
        self._write_kept({"used_at": fields.Datetime.now()})
        return True

    # === what the mail says === #

    def _get_problem(self):
        """Return why there is nothing to confirm, as a sentence; or nothing."""
        self.ensure_one()
        subscription = self.subscription_id
        today = subscription.company_id._subscription_today()
        if self.action == "withdraw":
            return subscription._get_withdrawal_problem(today)
        if subscription.is_closed:
            return self.env._(
                "This contract has ended already, on %(day)s: there is nothing to cancel.",
                day=format_date(self.env, subscription.date_closed),
            )
        if subscription.cancel_date:
            return self.env._(
                "This contract is cancelled already, as of %(day)s.",
                day=format_date(self.env, subscription.cancel_date),
            )
        if not subscription._lets_cancel():
            return self.env._("Answer this e-mail to cancel this contract.")
        return ""

    def _get_button(self):
        """Return what the button in the mail says."""
        self.ensure_one()
        return self.subscription_id.company_id._get_law_label(self.action)

    @api.autovacuum
    def _gc_links(self):
        """Delete the links that nobody has to look up any more."""
        limit = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        self.search([("asked_at", "<", limit)]).unlink()
