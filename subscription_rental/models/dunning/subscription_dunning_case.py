from odoo import api, fields, models

from ... import retold
from ...billing import collection, dunning

FAILED_MAIL = "subscription_rental.mail_template_payment_failed"

LIVE = ("open", "held", "terminated")


class SubscriptionDunningCase(models.Model):
    """One unpaid invoice on its ladder (BI7)."""

    _name = "subscription.dunning.case"
    _description = "Dunning Case"
    _inherit = ["subscription.kept.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "move_id"

    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="move_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        related="move_id.partner_id",
        string="Customer",
        store=True,
        index=True,
        precompute=True,
    )
    currency_id = fields.Many2one(related="move_id.currency_id")
    amount_residual = fields.Monetary(
        string="Unpaid", related="move_id.amount_residual", related_sudo=True
    )
    date_due = fields.Date(string="Due", related="move_id.invoice_date_due")
    payment_state = fields.Selection(related="move_id.payment_state")
    policy_id = fields.Many2one(
        "subscription.dunning.policy",
        required=True,
        readonly=True,
        tracking=True,
        ondelete="restrict",
    )
    subscription_ids = fields.Many2many(
        "subscription.subscription",
        "subscription_dunning_case_subscription_rel",
        string="Subscriptions",
        readonly=True,
    )
    suspended_ids = fields.Many2many(
        "subscription.subscription",
        "subscription_dunning_case_suspended_rel",
        string="Suspended",
        readonly=True,
        help="Payment lifts these suspensions.",
    )
    trigger = fields.Selection(
        [
            (dunning.FAILED, "Payment failed"),
            (dunning.OVERDUE, "Overdue"),
            (dunning.RETURNED, "Payment returned"),
        ],
        string="Why",
        required=True,
        readonly=True,
    )
    since = fields.Date(
        string="Ladder Since",
        required=True,
        readonly=True,
        help="Steps are counted from this day; a hold moves it.",
    )
    state = fields.Selection(
        [
            ("open", "In Progress"),
            ("held", "On Hold"),
            ("terminated", "Terminated"),
            ("paid", "Paid"),
            ("ended", "Ended"),
        ],
        default="open",
        required=True,
        readonly=True,
        tracking=True,
        group_expand=True,
        index=True,
    )
    round = fields.Integer(default=1, readonly=True)
    previous_date = fields.Date(string="Last Step On", readonly=True)
    next_date = fields.Date(string="Next Step On", readonly=True, index="btree_not_null")
    next_step_id = fields.Many2one(
        "subscription.dunning.step", string="Next Step", readonly=True, ondelete="set null"
    )
    next_action = fields.Selection(related="next_step_id.action", string="Next", store=True)
    held_since = fields.Date(readonly=True)
    hold_reason = retold.Char(readonly=True)
    is_part_paid = fields.Boolean(
        readonly=True, help="It was closed when what was due of it was paid: more comes."
    )
    event_ids = fields.One2many("subscription.dunning.event", "case_id", readonly=True)
    timeline_html = fields.Html(compute="_compute_timeline_html", sanitize=False)
    _one_per_invoice = models.UniqueIndex(
        "(move_id)", "This invoice has a dunning case already."
    )

    @api.depends("event_ids", "next_date", "state", "next_step_id", "policy_id")
    @api.depends_context("lang")
    def _compute_timeline_html(self):
        for case in self:
            case.timeline_html = self.env["ir.qweb"]._render(
                "subscription_rental.dunning_timeline", {"rows": case._get_ladder_rows()}
            )

    def _is_final(self, today):
        """Return whether it is too late for full payment to revive the subscriptions."""
        self.ensure_one()
        days = self.policy_id.revive_days
        return not dunning.is_revivable(self.previous_date, days, today)

    # === what happens to it === #

    @api.model
    def _open_case(self, move, trigger, since, today):
        """Open the case of `move`, or open it again, and tell the customer."""
        case = self.search([("move_id", "=", move.id)])
        policy = move._get_dunning_policy()
        values = {
            "policy_id": policy.id,
            "trigger": trigger,
            "since": since,
            "state": "open",
            "previous_date": False,
            "is_part_paid": False,
            "subscription_ids": [fields.Command.set(move._get_dunned().ids)],
        }
        if case:
            case._write_kept({**values, "round": case.round + 1})
        else:
            case = self._create_kept([{"move_id": move.id, **values}])
        name = dict(case._fields["trigger"]._description_selection(self.env))[trigger]
        case._add_event(today, name)
        policy._get_blocked(case.subscription_ids)._hold_billing()
        case._plan_next()
        if trigger != dunning.OVERDUE:
            # It says when the next try is.
            case._send_mail(self.env.ref(FAILED_MAIL, raise_if_not_found=False))
        return case

    def _add_event(self, day, name, note="", step=None):
        """Add an event on `day` to the timeline of this case."""
        self.ensure_one()
        self.env["subscription.dunning.event"].create(
            {
                "case_id": self.id,
                "date": day,
                "name": name,
                "note": note,
                "round": self.round,
                "step_id": step.id if step else False,
            }
        )

    def _plan_next(self, previous=None):
        """Set the next step of this case, and its day.

        :param previous: the step just taken, or skipped
        """
        self.ensure_one()
        steps = self.policy_id._get_steps()
        taken = self.event_ids.filtered(lambda event: event.round == self.round).step_id
        left = [step for step in steps if step not in taken and self._applies(step)]
        if previous:
            left = [step for step in left if step.days >= previous.days]
        step = left[0] if left else steps[:0]
        rungs = [one._get_rung() for one in steps]
        index = steps.ids.index(step.id) if step else len(rungs)
        day = dunning.step_day(rungs, index, self.since, self.previous_date or None)
        self._write_kept({"next_step_id": step.id, "next_date": day or False})

    def _applies(self, step):
        """Return whether `step` still has an effect in this case.

        Once all its subscriptions are closed, only retries and reminders have one.
        """
        self.ensure_one()
        return not self._has_only_closed() or step.action in (dunning.RETRY, dunning.REMIND)

    def _take_step(self, today):
        """Take the step of this case that is due on `today`: at most one a day."""
        self.ensure_one()
        if self.state != "open":
            # The end of its subscriptions came with another case of the same day.
            return
        step = self.next_step_id
        if not step.active or not self._applies(step):
            self._plan_next(step)
            return
        blocked = self.move_id.payment_state == "blocked"
        if blocked or self.move_id._is_being_paid():
            # In flight: neither paid nor failed. The ladder waits.
            return
        note = self._do(step, today)
        if note is None:
            return
        self._add_event(today, step._get_label(), note, step)
        self._write_kept({"previous_date": today})
        if self.state == "open":
            self._plan_next(step)

    def _send_mail(self, template):
        """Send this mail to the customer, in the customer's language."""
        self.ensure_one()
        return self.env["mail.mail"].browse(template and template.send_mail(self.id))

    def _close_paid(self, today):
        """Close this case; release, resume and, after payment, revive its subscriptions."""
        self.ensure_one()
        move = self.move_id
        paid = move.payment_state in collection.PAID
        part = move.payment_state == "partial"
        self._add_event(today, self._get_closing_label(paid, part))
        if part:
            move._plan_next_part(today)
        suspended = self.suspended_ids
        self._write_kept(
            {
                "state": "paid",
                "next_step_id": False,
                "next_date": False,
                "suspended_ids": [fields.Command.clear()],
                "held_since": False,
                "is_part_paid": part,
            }
        )
        self.subscription_ids._release_billing()
        (suspended - self._get_suspended_elsewhere())._lift_suspension(today)
        if paid:
            # A claim that is given up brings nobody back.
            self.subscription_ids._revive_if_paid(move._get_paid_on(today), today)

    def _is_settled(self, today):
        """Return whether nothing that is due of the case's invoice is unpaid."""
        self.ensure_one()
        move = self.move_id
        if move.state != "posted" or move.payment_state != "partial":
            return True
        return move.currency_id.compare_amounts(move._get_amount_due(today), 0) <= 0

    def _get_closing_label(self, paid, part):
        """Return what closed this case, as text for its timeline."""
        if part:
            return self.env._("What was due is paid")
        return self.env._("Paid") if paid else self.env._("Credited")

    def _get_suspended_elsewhere(self):
        """Return the subscriptions that other live cases keep suspended."""
        others = self.search([("state", "in", LIVE), ("id", "not in", self.ids)])
        return others.suspended_ids

    def _end_case(self, today):
        """End this case for good: payment no longer revives its subscriptions.

        The invoice is written off where the policy says so.
        """
        self.ensure_one()
        note = ""
        if self.policy_id.is_write_off:
            note = self._write_off(today)
        self._add_event(today, self.policy_id._get_final_label(), note)
        self._write_kept({"state": "ended"})
        self.subscription_ids._release_billing()
        self.subscription_ids._end_for_good()

    def action_view_subscriptions(self):
        """Open the subscriptions of this case."""
        self.ensure_one()
        return self.move_id.action_view_rental_subscriptions()

    def action_view_invoice(self):
        """Open the invoice of this case."""
        self.ensure_one()
        return self.move_id._action_view_rental_invoices()

    def _get_pay_url(self):
        """Return the link on which the customer pays the invoice of this case."""
        self.ensure_one()
        return self.move_id._get_rental_pay_url()

    def action_pay_link(self):
        """Show the customer a link to pay the invoice of this case, as a QR code."""
        self.ensure_one()
        return self.move_id.action_rental_pay_link()
