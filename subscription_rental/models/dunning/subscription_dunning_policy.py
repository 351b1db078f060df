from odoo import api, fields, models
from odoo.tools.misc import format_date

from ...billing import dunning
from ...words import format_days


class SubscriptionDunningPolicy(models.Model):
    """The ladder for unpaid invoices: its steps, and what follows the last step."""

    _name = "subscription.dunning.policy"
    _description = "Dunning Policy"
    _inherit = ["mail.thread"]
    _order = "sequence, name, id"
    _check_company_auto = True
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", help="Leave empty to offer the policy in every company."
    )
    step_ids = fields.One2many("subscription.dunning.step", "policy_id", copy=True)
    revive_days = fields.Integer(
        string="Revived Within",
        default=14,
        tracking=True,
        help="So many days after its termination full payment puts a subscription back; "
        "then the end is final.",
    )
    is_write_off = fields.Boolean(
        string="Write Off",
        tracking=True,
        help="What is not paid is given up when the end is final: booked as a loss where "
        "the settings name an account for write-offs, else what was never paid is "
        "credited. Otherwise the claim stays.",
    )
    blocking = fields.Selection(
        [
            (dunning.BLOCK_SHIPPED, "If it ships goods for good"),
            (dunning.BLOCK_ALWAYS, "Always"),
            (dunning.BLOCK_NEVER, "Never"),
        ],
        string="Nothing Further While Unpaid",
        default=dunning.BLOCK_SHIPPED,
        required=True,
        tracking=True,
        help="No further period is billed, and nothing is shipped, before it is paid. By "
        "default so where goods are shipped with every period, and not while the customer "
        "has a unit of ours: its rent goes on.",
    )
    simulation_date = fields.Date(
        string="If a Payment Fails On",
        store=False,
        compute="_compute_simulation_date",
        readonly=False,
        default=fields.Date.context_today,
    )
    simulation_subscription_id = fields.Many2one(
        "subscription.subscription",
        string="Of Subscription",
        store=False,
        compute="_compute_simulation_date",
        readonly=False,
        help="Shows what would happen to this customer.",
    )
    timeline_html = fields.Html(compute="_compute_timeline_html", sanitize=False)
    _revive_days_positive = models.Constraint(
        "CHECK(revive_days >= 0)", "The time to revive cannot be negative."
    )

    def _compute_simulation_date(self):
        for policy in self:
            policy.simulation_date = fields.Date.context_today(policy)
            policy.simulation_subscription_id = False

    @api.depends(
        "simulation_date",
        "simulation_subscription_id",
        "revive_days",
        "is_write_off",
        "step_ids.days",
        "step_ids.action",
        "step_ids.active",
    )
    @api.depends_context("lang")
    def _compute_timeline_html(self):
        for policy in self:
            policy.timeline_html = self.env["ir.qweb"]._render(
                "subscription_rental.dunning_timeline",
                {"rows": policy._get_simulation(policy.simulation_date)},
            )

    def _get_steps(self):
        """Return the steps that are switched on, in the order of the ladder."""
        self.ensure_one()
        return self.step_ids.filtered("active").sorted(
            lambda step: (step.days, step.sequence, step._origin.id or 0)
        )

    def _get_blocked(self, subscriptions):
        """Return those of `subscriptions` whose further bills this policy holds back."""
        self.ensure_one()
        return subscriptions.filtered(
            lambda one: dunning.blocks(self.blocking, **one._get_blocking_facts())
        )

    def _get_simulation(self, since):
        """Return the rows of the timeline of a ladder that begins on `since`."""
        self.ensure_one()
        if not since:
            return []
        steps = self._get_steps()
        first = self.env._("The payment fails; the customer is told")
        rows = [self._prepare_timeline_row(since, first, state="now")]
        planned = dunning.plan([step._get_rung() for step in steps], since)
        end = None
        for step, (day, rung) in zip(steps, planned, strict=True):
            note = ""
            if rung.action == dunning.SUSPEND:
                day, note = self._simulate_suspension(day)
            rows.append(self._prepare_timeline_row(day, step._get_label(), note))
            if rung.action == dunning.TERMINATE:
                end = day
                break
        if end:
            final = fields.Date.add(end, days=self.revive_days + 1)
            rows.append(self._prepare_timeline_row(final, self._get_final_label()))
        return rows

    def _get_revive_name(self):
        """Return how long full payment puts back what was terminated: *14 days*."""
        self.ensure_one()
        return format_days(self.env, self.revive_days)

    def _simulate_suspension(self, day):
        """Return from which day the chosen subscription would be suspended, and why."""
        subscription = self.simulation_subscription_id
        if not subscription:
            return day, ""
        later = subscription._get_suspension_day(day)
        if later == day:
            return day, ""
        return later, self.env._("It is paid until then")

    def _get_final_label(self):
        self.ensure_one()
        return (
            self.env._("Final: what is unpaid is written off")
            if self.is_write_off
            else self.env._("Final: the claim stays")
        )

    def _prepare_timeline_row(self, day, what, note="", state=""):
        """Return one row of the timeline."""
        return {
            "day": format_date(self.env, day),
            "what": what,
            "note": note,
            "state": state,
        }
