from odoo import api, fields, models

from ... import retold
from ...billing import access


class SubscriptionAccess(models.Model):
    """The ledger of what subscriptions give access to, in whatever system (PL12).

    A row says what is wanted before any system is called; the job then calls
    `_grant_access` or `_withdraw_access`, and notes that it is done. Addons extend these
    two; automation rules follow the state.
    """

    _name = "subscription.access"
    _description = "Access by Subscription"
    _inherit = ["subscription.kept.mixin"]
    _order = "id desc"

    subscription_id = fields.Many2one(
        "subscription.subscription",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="subscription_id.company_id", store=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Who has the access: after a transfer, the former customer has a row, too.",
    )
    kind = fields.Selection(
        [("system", "Other System")],
        required=True,
        readonly=True,
        help="Which addon gives and withdraws it; an addon adds its own.",
    )
    access_key = fields.Char(
        required=True,
        readonly=True,
        help="What exactly is given, in the words of that system.",
    )
    name = fields.Char(string="Access To", required=True, readonly=True)
    state = fields.Selection(
        [
            ("to_give", "To Give"),
            ("given", "Given"),
            ("to_withdraw", "To Withdraw"),
            ("withdrawn", "Withdrawn"),
        ],
        default="to_give",
        required=True,
        readonly=True,
        index=True,
    )
    given_on = fields.Date(string="Since", readonly=True)
    withdrawn_on = fields.Date(string="Withdrawn On", readonly=True)
    call_count = fields.Integer(
        string="Calls",
        default=1,
        readonly=True,
        help="Counts what was asked for: each grant and each withdrawal.",
    )
    is_called = fields.Boolean(
        string="Called",
        readonly=True,
        help="The other system is being called: what it did is known when the state "
        "says so.",
    )
    last_error = retold.Char(
        string="Problem", readonly=True, help="Why the last try failed."
    )
    retry_at = fields.Datetime(string="Next Try", readonly=True)
    _once = models.UniqueIndex(
        "(subscription_id, partner_id, kind, access_key)",
        "This subscription gives its customer that access already.",
    )

    # === for addons === #

    def _grant_access(self):
        """Let the customer of this row into the system that it is about.

        Runs in the job, once for each time that access is wanted; what it writes in this
        database is committed together with the state *Given*. An override calls `super()`
        and does its own kinds or keys. An error leaves the row as it is: it is told on
        the subscription, and tried again within an hour. Only if the server is killed
        between the call and the commit is it called twice, with the same
        `_get_call_key()`.
        """
        self.ensure_one()

    def _withdraw_access(self):
        """Let the customer of this row into that system no more; see `_grant_access`."""
        self.ensure_one()

    def _get_call_key(self):
        """Return what names this very grant or withdrawal, also if it is tried again."""
        self.ensure_one()
        return f"{self.env.cr.dbname}-access-{self.id}-{self.call_count}"

    # === the job === #

    @api.model
    def _get_unsettled(self, company, now):
        """Return the rows of `company` for which a system is to be called by `now`."""
        return self.search(
            [
                ("company_id", "=", company.id),
                ("state", "in", access.OPEN),
                "|",
                ("retry_at", "=", False),
                ("retry_at", "<=", now),
            ],
            order="id",
        )

    def _settle_access(self, today):
        """Call the system that this row is about; note on `today` that it is done."""
        self.ensure_one()
        if self.state == access.TO_GIVE:
            self._grant_access()
            done = {"state": access.GIVEN, "given_on": today, "withdrawn_on": False}
        elif self.state == access.TO_WITHDRAW:
            self._withdraw_access()
            done = {"state": access.WITHDRAWN, "withdrawn_on": today}
        else:
            return
        self._write_kept(
            {**done, "is_called": False, "last_error": False, "retry_at": False}
        )

    # === what is wanted === #

    def _get_access_identity(self):
        """Return what is unique of this row within its subscription."""
        self.ensure_one()
        return self.partner_id.id, self.kind, self.access_key

    def _want(self, *, wanted):
        """Turn this row to what is `wanted` from now on."""
        self.ensure_one()
        state = access.next_state(self.state, wanted=wanted, is_called=self.is_called)
        if state != self.state:
            self._turn(state)

    def _turn(self, state):
        """Put this row into `state`, for the job to go on from there."""
        call = {"call_count": self.call_count + 1} if state in access.OPEN else {}
        self._write_kept({"state": state, "retry_at": False, "last_error": False, **call})

    def action_repeat(self):
        """Give these once more, or try again at once what failed."""
        self.subscription_id.check_access("write")
        for row in self:
            if row.state == access.GIVEN:
                row._turn(access.TO_GIVE)
        self._write_kept({"retry_at": False})
        self.env["subscription.access.job"]._wake()

    @api.model
    def _follow_merge(self, first, others):
        """Prepare rows of the partners `others`, who are about to become `first`.

        Of several about the same thing one stays; what is given is given once more, to
        the contact who stays.
        """
        rows = self.search([("partner_id", "in", (first | others).ids)])
        by_thing = rows.grouped(
            lambda one: (one.subscription_id, *one._get_access_identity()[1:])
        )
        for same in by_thing.values():
            ordered = same.sorted(lambda one: (one.partner_id != first, one.id))
            kept = ordered.sorted(lambda one: one.state not in access.WANTED)[0]
            (same - kept).unlink()
            if kept.partner_id != first and kept.state == access.GIVEN:
                kept._turn(access.TO_GIVE)
        self.flush_model()
        if rows:
            self.env["subscription.access.job"]._wake()
