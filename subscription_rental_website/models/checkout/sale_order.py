import hashlib
import json

from odoo import fields, models
from odoo.exceptions import ValidationError


class SaleOrder(models.Model):
    """What is shown and accepted before a cart with plans is ordered (SE6)."""

    _name = "sale.order"
    _inherit = ["sale.order", "subscription.kept.mixin"]
    _keeps_readonly = False

    rental_accepted_on = fields.Datetime(
        string="Terms Accepted on", readonly=True, copy=False, kept=True
    )
    rental_accepted_terms = fields.Json(
        readonly=True,
        copy=False,
        kept=True,
        help="By plan: the version and the text that the customer accepted in the shop.",
    )

    rental_is_changed = fields.Boolean(
        string="Changed Since It Was Accepted",
        readonly=True,
        copy=False,
        kept=True,
        help="Its customer accepted another cart: a payment that was under way orders it "
        "no more.",
    )

    # === may it be ordered? === #

    def _get_rental_problems(self):
        """Return why this cart cannot be ordered now, as [(title, what to do)]."""
        self.ensure_one()
        shop = self.website_id._get_rental_shop()
        problems = []
        for line in self.order_line.filtered(
            lambda one: one.rental_plan_id and one._is_chosen()
        ):
            plans = line.product_template_id._get_shop_plans(shop, line.product_id)
            if line.rental_plan_id not in plans:
                problems.append(
                    (
                        self.env._("No longer offered"),
                        self.env._(
                            "%(product)s is not offered with %(plan)s any more: choose "
                            "another plan in the cart, or remove it.",
                            product=line.product_id.display_name,
                            plan=line.rental_plan_id.name,
                        ),
                    )
                )
        if not problems and self._get_rental_refusal():
            # What is missing is the shop's to know: its plans say it.
            problems.append(
                (
                    self.env._("Not possible at the moment"),
                    self.env._("This shop cannot take this order yet: please contact us."),
                )
            )
        return problems

    def _wants_method_only(self):
        """Return whether nothing is due today, but the payment method has to be kept."""
        self.ensure_one()
        free = self.currency_id.is_zero(self.amount_total)
        return free and self._has_collected_plan()

    def _get_failed_payment(self):
        """Return the last transaction of this cart if it failed, else none."""
        self.ensure_one()
        last = self.get_portal_last_transaction()
        failed = last.state in ("error", "cancel")
        is_cart = self.is_rental and self.state in ("draft", "sent")
        return last if is_cart and failed else last.browse()

    # === what is shown, and accepted === #

    def _get_law_box(self):
        """Return what is named before the button, one part for each plan of the cart."""
        self.ensure_one()
        told = self.website_id._get_rental_shop().told()
        return [
            {
                "plan": plan,
                "rows": [*plan._get_free_rows(), *plan._get_law_rows(lines, told)],
                "terms": plan.contract_terms,
            }
            for plan, lines in self.order_line.grouped("rental_plan_id").items()
            if plan
        ]

    def _get_rental_digest(self):
        """Return a short sign of all that the customer is shown before ordering.

        It differs if an amount, a plan or the version of its terms differs.
        """
        text = json.dumps(self._get_rental_shown(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def _get_rental_shown(self):
        """Return what the customer is shown before ordering, as JSON.

        Runs when the page is shown, and again when it is ordered. An override adds what
        must not change in between.
        """
        self.ensure_one()
        # The same in every language: a page may be read in one and ordered in another.
        read = self.with_context(lang=None)
        totals = read._get_rental_totals()
        return {
            "today": round(self.amount_total, 6),
            "then": [
                [
                    row["every"],
                    round(row["total"], 6),
                    *[[one["periods"], round(one["total"], 6)] for one in row["phases"]],
                ]
                for row in totals
            ],
            "later": round(self._get_rental_later(), 6),
            "beside": [line._get_shop_terms() for line in read.order_line],
            "terms": [
                [plan.id, plan.contract_version] for plan in self.order_line.rental_plan_id
            ],
        }

    def _accept_rental_terms(self, digest):
        """Note that the customer accepts what was shown; the terms are kept as they are.

        :param digest: of what was shown, see `_get_rental_digest`

        Raises ValidationError if something else would be ordered now.
        """
        self.ensure_one()
        self._refresh_signing()
        if problems := self._get_rental_problems():
            raise ValidationError(problems[0][1])
        if digest != self._get_rental_digest():
            raise ValidationError(
                self.env._(
                    "Prices or terms have changed since you opened this page: reload it, "
                    "look at them, and order again."
                )
            )
        # As they are shown: in the language of the page.
        lang = self._get_lang()
        accepted = {
            str(plan.id): {
                "version": plan.contract_version,
                "terms": plan.with_context(lang=lang).contract_terms or "",
            }
            for plan in self.order_line.rental_plan_id
        }
        self._write_kept(
            {
                "rental_accepted_on": fields.Datetime.now(),
                "rental_accepted_terms": accepted,
                "rental_is_changed": False,
            }
        )

    def _verify_cart_after_update(self):
        """Note that what was accepted is not what the cart holds any more."""
        result = super()._verify_cart_after_update()
        if self.rental_accepted_on and not self.rental_is_changed:
            self._write_kept({"rental_is_changed": True})
        return result

    def _is_confirmation_amount_reached(self):
        """Confirm no cart that cannot be ordered any more since its payment began."""
        return not self._get_paid_problem() and super()._is_confirmation_amount_reached()

    def _get_paid_problem(self):
        """Return why this cart is not to be ordered although it is paid, or False.

        It was changed in another tab, or its plan was archived meanwhile.
        """
        self.ensure_one()
        if self.rental_is_changed:
            return self.env._(
                "The cart was changed while it was paid, so its customer has not "
                "accepted what it holds now: ask them, then confirm it or pay back."
            )
        return self.is_rental and self._get_rental_refusal()

    # === after === #

    def _action_confirm(self):
        """Invite guests who subscribed to the portal, where they find what they have."""
        result = super()._action_confirm()
        for order in self.filtered(lambda one: one.website_id and one.is_rental):
            order._invite_guest()
        return result
