from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ...words import format_interval


class SubscriptionTakeoverRow(models.TransientModel):
    """One agreement of another addon, and the subscription that it becomes (SE12)."""

    _name = "subscription.takeover.row"
    _description = "Agreement to Move In"
    _order = "billing_date, id"

    dialog_id = fields.Many2one(
        "subscription.takeover.dialog", required=True, ondelete="cascade", index=True
    )
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Integer(required=True, readonly=True)
    number = fields.Integer(readonly=True, help="Which of the parts of one agreement.")
    source = fields.Char(string="Addon", readonly=True)
    name = fields.Char(string="Agreement", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    interval_count = fields.Integer(readonly=True)
    interval_unit = fields.Char(readonly=True)
    billing_timing = fields.Char(readonly=True)
    billing_date = fields.Date(string="Next Invoice", readonly=True)
    date_end = fields.Date(
        string="Ends", readonly=True, help="The first day after the agreement."
    )
    amount = fields.Monetary(
        readonly=True, help="Of its lines, before taxes, per interval."
    )
    currency_id = fields.Many2one("res.currency", readonly=True)
    plan_id = fields.Many2one(
        "subscription.plan",
        string="Plan",
        help="Empty: a new plan is made that bills as it was billed.",
    )
    makes = fields.Char(string="What It Makes", compute="_compute_makes")
    problem = fields.Char(string="Not Possible", readonly=True)
    is_taken = fields.Boolean(string="Move In")
    subscription_id = fields.Many2one("subscription.subscription", readonly=True)

    @api.depends("plan_id", "problem")
    @api.depends_context("lang")
    def _compute_makes(self):
        for row in self:
            row.makes = not row.problem and row._get_makes()

    def _get_makes(self):
        """Return what this row makes, as a sentence."""
        values = {
            "interval": format_interval(self.env, self.interval_count, self.interval_unit),
            "day": format_date(self.env, self.billing_date),
        }
        if self.plan_id:
            return self.env._(
                "Subscription with %(plan)s, billed every %(interval)s, next on %(day)s",
                plan=self.plan_id.name,
                **values,
            )
        return self.env._(
            "Subscription with a new plan, billed every %(interval)s, next on %(day)s",
            **values,
        )

    # === what is done === #

    def _take_over_together(self):
        """Move in these rows of one agreement; or none, with the reason on each."""
        try:
            with self.env.cr.savepoint():
                self._take_over_whole()
        except UserError as error:
            self.write({"problem": str(error), "is_taken": False, "subscription_id": False})

    def _take_over_whole(self):
        """Make the subscriptions of one agreement, and close it where it was."""
        takeover = self.env["subscription.takeover"]
        old = takeover._hold_old(self[0].res_model, self[0].res_id)
        # Whoever calls this may have written another company on the dialog.
        is_ours = old and old.company_id == self.dialog_id.company_id
        parts = takeover._read_old(old) if is_ours else []
        # All that it bills moves, or nothing: a rest would be lost or billed twice.
        everything = self.sorted("number").mapped("number") == list(range(len(parts)))
        if not parts or not everything:
            raise UserError(
                self.env._(
                    "It has changed since, or only a part of it is ticked: open this again."
                )
            )
        for row in self:
            row._take_over_part(parts[row.number])
        made = self.subscription_id
        takeover._close_old(old)
        names = ", ".join(made.mapped("name"))
        old._message_log(body=self.env._("Goes on as %(names)s.", names=names))
        for subscription in made:
            subscription._message_log(
                body=self.env._("Moved in from %(name)s.", name=self[0].name)
            )

    def _take_over_part(self, part):
        """Make the subscription of this row, if its agreement is still what was shown."""
        self.ensure_one()
        takeover = self.env["subscription.takeover"]
        company = self.dialog_id.company_id
        today = company._subscription_today()
        if part.billing_date != self.billing_date:
            raise UserError(
                self.env._(
                    "Its next invoice is another one by now, of %(day)s: open this again.",
                    day=format_date(self.env, part.billing_date),
                )
            )
        if problem := takeover._get_takeover_problem(part, today):
            raise UserError(problem)
        plan = self.plan_id or self._find_or_make_plan(part, company)
        self.subscription_id = takeover._make_subscription(part, plan, company, today)

    def _find_or_make_plan(self, part, company):
        """Return the plan of a row without one: one alike, or one that is made now."""
        takeover = self.env["subscription.takeover"]
        terms = (part.get_terms(), part.invoice_mode)
        if plan := takeover._find_takeover_plan(terms, company):
            return plan
        vals = takeover._prepare_takeover_plan_vals(terms)
        interval = format_interval(self.env, vals["interval_count"], vals["interval_unit"])
        name = self.env._("Moved in: every %(interval)s", interval=interval)
        return self.env["subscription.plan"].create(
            {**vals, "company_id": company.id, "name": name}
        )
