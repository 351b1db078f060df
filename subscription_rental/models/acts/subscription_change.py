from dataclasses import dataclass, field, replace
from datetime import date

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date, formatLang

from ...billing import acts, proration, settlement, terms
from ..billing.subscription_settlement import Step

FORMER = ("former_anchor", "former_count", "former_unit", "former_until")


@dataclass
class Change:
    """All that a change of a subscription does from `day` on, with its adjustments.

    `cut`: the day on which billed periods end, because another interval begins.
    """

    day: date
    steps: list
    rows: list
    cut: date | None = None
    plan_values: dict = field(default_factory=dict)


class SubscriptionSubscription(models.Model):
    """Changes of lines and plan in mid-period, and what they settle.

    A dialog shows the adjustments of some steps; applying the same steps charges the same
    adjustments: what was shown is what follows.
    """

    _inherit = "subscription.subscription"

    def _get_effective_day(self, today, policy):
        """Return the first day that a change on `today` bills anew."""
        self.ensure_one()
        day = settlement.effective_day(
            policy, self._get_terms(), self._get_timeline(), self.next_period_start, today
        )
        # Nothing was agreed before the start.
        return max(day, self.date_start)

    # === what changes === #

    def _plan_steps(self, edits, day, *, keeps_phases=True):
        """Return the steps of these edits of lines, as of `day`.

        :param edits: [(line, values)]: without line a new line, without values an ended one
        :param keeps_phases: the prices that were to follow still do, unless one was typed
        """
        self.ensure_one()
        steps = []
        for line, vals in edits:
            last = (line + line._get_following_phases())[-1:] if line else line
            steps += self._plan_endings(last, day)
            if vals and keeps_phases and line._keeps_phases(vals):
                steps += self._plan_phases(last, vals, day)
            elif vals:
                steps.append(self._plan_coming(line, vals, day, last))
        return steps

    def _plan_endings(self, line, day):
        """Return the steps that end `line`, and the versions it replaced, on `day`."""
        steps = []
        for one in line._get_versions_from(day):
            version = one._get_version()
            steps.append(Step(one, version, version.ending(day)))
        return steps

    def _plan_phases(self, last, vals, day):
        """Return the steps that change each version up to `last`, and not its price."""
        steps = []
        for version in reversed(last._get_versions_from(day)):
            values = {
                **vals,
                "price_unit": version.price_unit,
                "date_to": version.date_to,
                "quantity_from": day,
                **version._get_phase_vals(),
            }
            start = max(day, version.date_from or day)
            step = self._plan_coming(version, values, start, last)
            if steps:
                step.follows = steps[-1]
            steps.append(step)
        return steps

    def _plan_coming(self, line, vals, day, last):
        values = {"quantity": 1.0, "discount": 0.0, "date_to": last.date_to, **vals}
        worth = proration.worth(
            values["price_unit"], values["quantity"], values["discount"]
        )
        after = settlement.Version(worth, day, values["date_to"] or None)
        return Step(line, None, after, {**values, "date_from": day}, last)

    # === what follows === #

    def _apply_steps(self, steps):
        """End and create lines as these steps say; a new line is kept on its step."""
        self.ensure_one()
        coming = [step for step in steps if step.vals is not None]
        values = [self._prepare_coming_vals(step) for step in coming]
        # What was billed is settled by the caller: only the system may end lines there.
        for step in steps:
            if step.vals is None and step.after.end:
                step.line._write_kept({"date_to": step.after.end})
        self._forget_never_begun([step.line for step in steps if step.line])
        for step, vals in zip(coming, values, strict=True):
            previous = self.line_ids.browse(vals.get("previous_line_id", ())).exists()
            if isinstance(step.follows, Step):
                previous = step.follows.line
            step.line = step.line._create_kept([{**vals, "previous_line_id": previous.id}])

    def _prepare_coming_vals(self, step):
        """Return the values of the line that comes with `step`."""
        values = {"subscription_id": self.id, **step.vals}
        if not step.line:
            return values
        kept = step.line if isinstance(step.follows, Step) else step.follows
        while kept and kept._never_begins(step.after.start):
            kept = kept.previous_line_id
        copied = step.line.copy_data({**values, "previous_line_id": kept.id})[0]
        followed = step.line._get_following_product(values)
        return {
            name: value
            for name, value in copied.items()
            if name not in followed or name in values
        }

    def _forget_never_begun(self, lines):
        """Delete the lines that end before they begin, and were never on an invoice."""
        for line in lines:
            if line.exists() and line._never_begins(line.date_to):
                line._unlink_kept()

    # === the change as a whole === #

    def _plan_change(self, edits, today, *, policy, plan=None):
        """Return the `Change` that these edits of lines make; write nothing.

        :param edits: [(line, values)]: without line a new line, without values an ended one
        :param policy: what happens to the period that runs, see `billing.settlement`
        :param plan: another plan, whose terms hold from then on
        """
        self._check_act(acts.CHANGE)
        day = self._get_effective_day(today, policy)
        plan_values = {}
        if plan and plan != self.plan_id:
            if plan._get_terms().interval != self._get_interval():
                day = settlement.interval_start(day, self._get_free_periods())
            plan_values = self._get_plan_change(plan, day)
        steps = self._plan_steps(edits, day, keeps_phases="plan_id" not in plan_values)
        cut = day if "billing_anchor" in plan_values else None
        if cut:
            touched = self.line_ids.browse().union(*(step.line for step in steps))
            steps += self._plan_cut(self.line_ids - touched)
        rows = self._get_adjustments(steps, cut)
        return Change(day, steps, rows, cut, plan_values)

    def _apply_change(self, change, today, *, at_once):
        """Apply a planned `change` to this subscription; the caller has locked the row.

        :param at_once: invoice or credit its adjustments today, and not with the next bill
        """
        self.ensure_one()
        told = self._in_office_language()._tell_what_changes(change)
        self._apply_steps(change.steps)
        before = self._get_pending_charges()
        charges = self._charge_adjustments(change.rows)
        if change.plan_values:
            self._write_kept(change.plan_values)
        if change.cut:
            self._cut_slots(change.cut)
            self._refresh_billing_date()
            # The first period of another interval begins now; credits go on its invoice.
            self._bill_due_periods(today)
        self._refresh_billing_date()
        # Its own, and what the first bill of another interval could not take of them.
        settled = set(charges.mapped("period_id"))
        waiting = (self._get_pending_charges() - before).filtered(
            lambda charge: charge.period_id in settled
        )
        if at_once and waiting:
            self._invoice_charges(waiting, today)
        self._message_log(body=told)
        self._after_change(change.day, today)

    def _tell_what_changes(self, change):
        """Return what this change does, from which day on, as text for the conversation."""
        ended = [step for step in change.steps if step.vals is None and not step.is_cut]
        parts = [
            change.plan_values and self.plan_id.browse(change.plan_values["plan_id"]).name,
            *(self.env._("without %(line)s", line=self._tell_line(one)) for one in ended),
            *(
                self.env._("with %(line)s", line=self._tell_line(one))
                for one in change.steps
                if one.vals is not None
            ),
        ]
        return self.env._(
            "Changed from %(day)s on: %(what)s.",
            day=format_date(self.env, change.day),
            what="; ".join(filter(None, parts)),
        )

    def _tell_line(self, step):
        """Return quantity, product and price of the line that a step ends or brings."""
        vals = step.vals or {}
        product = self.line_ids.product_id.browse(vals.get("product_id", ()))
        price = vals.get("price_unit", step.line.price_unit)
        return self.env._(
            "%(quantity)s %(product)s at %(price)s",
            quantity=f"{vals.get('quantity', step.line.quantity):g}",
            product=(product or step.line.product_id).with_env(self.env).display_name,
            price=formatLang(self.env, float(price), currency_obj=self.currency_id),
        )

    # === another plan === #

    def _get_plan_change(self, plan, day):
        """Return the values that a change to `plan` on `day` writes: its terms and dates.

        Raises UserError where the two plans do not go together.
        """
        self.ensure_one()
        if plan.billing_timing != self.billing_timing:
            raise UserError(
                self.env._(
                    "%(plan)s is not billed in the same way (in advance, in arrears): "
                    "cancel this one and subscribe the customer anew.",
                    plan=plan.name,
                )
            )
        agreed = plan._get_terms()
        values = {name: plan[name] for name in self._terms_fields()}
        values |= {"plan_id": plan.id, "trial_days": 0}
        other_interval = agreed.interval != self._get_interval()
        if other_interval and self.billing_timing == terms.ARREARS:
            raise UserError(
                self.env._(
                    "%(plan)s has another interval. What is billed in arrears keeps its "
                    "interval: cancel this one and subscribe the customer anew.",
                    plan=plan.name,
                )
            )
        self._check_left_out_from(plan, day)
        undone = self._get_undone_former(agreed, day) if other_interval else None
        anchor = None if other_interval else self.billing_anchor
        opening = self._without_trial(agreed).opening(
            day, undone.anchor if undone else anchor
        )
        ends = [end for end in (self.commitment_end, opening.commitment_end) if end]
        values["date_end"] = opening.end or False
        if opening.end and not self.date_end:
            # Only now it has a term; one that it had goes on, up to another end.
            values["term_start"] = day
        # What was promised already stays promised.
        values["commitment_end"] = max(ends, default=False)
        values["early_fee"] = self._convert_fee(plan, "early_fee", day)
        if undone:
            # As if nobody had chosen another one: the billing day stays.
            values |= {"billing_anchor": undone.anchor, **dict.fromkeys(FORMER, False)}
        elif other_interval:
            values |= {"billing_anchor": opening.anchor, **self._prepare_former(day)}
        return values

    def _get_undone_former(self, agreed, day):
        """Return how periods were counted before, where a change goes back to it.

        That is, where the present interval waits for its first day, or begins on it, and
        `agreed` has the one before it; else None.
        """
        former = self._get_former()
        waits = former and day <= former.until
        return former if waits and agreed.interval == former.interval else None

    def _prepare_former(self, day):
        """Return the values that keep the present interval for the days before `day`."""
        if self.former_until and day <= self.former_until:
            # It waits for another one already, which never begins.
            return {"former_until": day}
        return {
            "former_anchor": self.billing_anchor,
            "former_count": self.interval_count,
            "former_unit": self.interval_unit,
            "former_until": day,
        }

    @staticmethod
    def _without_trial(agreed):
        return replace(agreed, trial_days=0)

    def _convert_fee(self, plan, name, day):
        return plan.currency_id._convert(plan[name], self.currency_id, self.company_id, day)
