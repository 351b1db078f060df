from odoo import api, fields, models
from odoo.exceptions import UserError


class SubscriptionClosingTask(models.Model):
    """A step of a month end, ticked by a person."""

    _name = "subscription.closing.task"
    _description = "Step of a Month End"
    _order = "sequence, id"

    closing_id = fields.Many2one(
        "subscription.closing",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="closing_id.company_id", store=True)
    sequence = fields.Integer(readonly=True)
    code = fields.Char(required=True, readonly=True)
    name = fields.Char(string="Step", compute="_compute_name")
    done_by_id = fields.Many2one("res.users", string="By", readonly=True)
    done_at = fields.Datetime(string="On", readonly=True)
    _one_per_code = models.UniqueIndex(
        "(closing_id, code)", "A month end has each of its steps once."
    )

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_name(self):
        labels = dict(self.env["subscription.closing"]._get_checklist())
        for task in self:
            task.name = labels.get(task.code, task.code)

    def action_tick(self):
        """Tick these steps as the user; or take a tick back."""
        self.check_access("read")
        self.closing_id._check_may_close()
        for task in self:
            done = not task.done_at
            # Who ticked, and when, is kept by the system.
            task.sudo().write(
                {
                    "done_by_id": self.env.uid if done else False,
                    "done_at": fields.Datetime.now() if done else False,
                }
            )


class SubscriptionClosing(models.Model):
    """The checklist, and closing the month."""

    _inherit = "subscription.closing"

    task_ids = fields.One2many("subscription.closing.task", "closing_id", readonly=True)

    @api.model
    def _get_checklist(self):
        """Return [(code, label)] of the checklist; an override adds its own steps."""
        labels = {
            "billed": self.env._("All that is due is invoiced; no run failed"),
            "drafts": self.env._("No draft is left"),
            "paid": self.env._("The bank is booked; payments in flight are known"),
            "deferral": self.env._("Deferred revenue is booked"),
            "accrual": self.env._("What is earned and not invoiced is accrued, if it is"),
            "compared": self.env._("Each difference has its reason"),
            "taxes": self.env._("Taxes agree with the return"),
            "exported": self.env._("The sheet is exported and filed"),
        }
        return list(labels.items())

    @api.model_create_multi
    def create(self, vals_list):
        """Create month ends, each with its checklist."""
        closings = super().create(vals_list)
        closings.task_ids.create(
            [
                {"closing_id": closing.id, "code": code, "sequence": number}
                for closing in closings
                for number, (code, _label) in enumerate(self._get_checklist())
            ]
        )
        return closings

    def action_close(self):
        """Close this month: its figures stay as they are, later ones land after it."""
        self._check_may_close()
        for closing in self:
            closing._check_over(closing.date_month)
        self._count_figures()
        for closing in self:
            waiting = closing.task_ids.filtered(lambda task: not task.done_at)
            if waiting:
                raise UserError(
                    self.env._(
                        "Tick first: %(steps)s.", steps=", ".join(waiting.mapped("name"))
                    )
                )
            closing.sudo().write(
                {
                    "state": "closed",
                    "closed_by_id": self.env.uid,
                    "closed_at": fields.Datetime.now(),
                }
            )
            closing._told(self.env._("Closed."))

    def action_reopen(self):
        """Open this month again."""
        self._check_role()
        for closing in self.filtered(lambda one: one.state == "closed"):
            later = self.search(
                [
                    ("company_id", "=", closing.company_id.id),
                    ("date_month", ">", closing.date_month),
                    ("state", "=", "closed"),
                ],
                order="date_month desc",
                limit=1,
            )
            if later:
                raise UserError(
                    self.env._("Open %(month)s again first.", month=later.display_name)
                )
            closing.sudo().write(
                {"state": "open", "closed_by_id": False, "closed_at": False}
            )
            closing._told(self.env._("Opened again."))
