from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

# More at once would take a browser too long: the rest is there when it is opened again.
LIMIT = 300


class SubscriptionTakeoverDialog(models.TransientModel):
    """Move in what other addons of this database bill: shown first, then done (SE12)."""

    _name = "subscription.takeover.dialog"
    _inherit = ["subscription.dialog.mixin"]
    _description = "Move In from Other Addons"
    _rec_name = "company_id"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    row_ids = fields.One2many("subscription.takeover.row", "dialog_id")
    is_more = fields.Boolean(
        help="There are more than are shown: they are there when this is opened again."
    )
    moved_count = fields.Integer(compute="_compute_moved_count")

    @api.depends("row_ids.subscription_id")
    def _compute_moved_count(self):
        for dialog in self:
            dialog.moved_count = len(dialog.row_ids.subscription_id)

    @api.model
    def action_open_takeover(self):
        """Show what other addons bill in the company that is chosen at the top."""
        self.check_access("create")
        takeover = self.env["subscription.takeover"]
        models_ = takeover._get_takeover_models()
        if not models_:
            raise UserError(
                self.env._(
                    "None of the addons that this can move in from is installed here: "
                    "%(names)s. Import a file instead.",
                    names=", ".join(takeover._get_known_models().values()),
                )
            )
        dialog = self.create({})
        rows, is_more = dialog._prepare_takeover_rows(models_)
        dialog.write({"row_ids": [Command.create(row) for row in rows], "is_more": is_more})
        return dialog._get_takeover_action()

    def _prepare_takeover_rows(self, models_):
        """Return (values of rows, whether there are more) of all that runs elsewhere."""
        takeover = self.env["subscription.takeover"]
        rows, is_more = [], False
        for model, label in models_.items():
            found = takeover._find_old(model, self.company_id, LIMIT + 1)
            is_more = is_more or len(found) > LIMIT
            for old in found[:LIMIT]:
                rows += [
                    {
                        **self._prepare_takeover_row(part),
                        "res_model": model,
                        "res_id": old.id,
                        "name": old.display_name,
                        "source": label,
                        "number": number,
                    }
                    for number, part in enumerate(takeover._read_old(old))
                ]
        self._propose_plans(rows)
        return rows, is_more

    def _propose_plans(self, rows):
        """Set on each of these values of rows the plan that bills so already, if any."""
        takeover, known = self.env["subscription.takeover"], {}
        for row in rows:
            terms = row.pop("terms")
            if terms and terms not in known:
                known[terms] = takeover._find_takeover_plan(terms, self.company_id)
            row["plan_id"] = known[terms].id if terms else False

    def _prepare_takeover_row(self, part):
        """Return the values of the row that shows what one part becomes, and its terms."""
        takeover = self.env["subscription.takeover"]
        today = self.company_id._subscription_today()
        problem = takeover._get_takeover_problem(part, today)
        return {
            "terms": not problem and (part.get_terms(), part.invoice_mode),
            "partner_id": part.values["partner_id"],
            "interval_count": part.interval.count,
            "interval_unit": part.interval.unit,
            "billing_timing": part.timing,
            "billing_date": part.billing_date,
            "date_end": part.end,
            "amount": sum(
                line["quantity"] * line["price_unit"] * (1 - line["discount"] / 100)
                for line in part.lines
            ),
            "currency_id": part.values["currency_id"],
            "problem": problem,
            "is_taken": not problem,
        }

    def _get_takeover_action(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Move In from Other Addons"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def action_move_in(self):
        """Move in what is ticked: each agreement whole, or not at all and with a reason."""
        self._do_once()
        chosen = self.row_ids.filtered("is_taken")
        if not chosen:
            raise UserError(self.env._("Tick what is to move in."))
        for rows in chosen.grouped(lambda row: (row.res_model, row.res_id)).values():
            rows._take_over_together()
        return self._get_takeover_action()

    def action_view_moved(self):
        """Open the subscriptions that were made."""
        self.ensure_one()
        self.check_access("read")
        name = "subscription_rental.subscription_subscription_action"
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(name),
            "domain": [("id", "in", self.row_ids.subscription_id.ids)],
            "context": {},
        }
