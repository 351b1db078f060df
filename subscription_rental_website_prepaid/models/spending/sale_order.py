from odoo import fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.http import request

from odoo.addons.subscription_rental.billing import prepaid


class SaleOrder(models.Model):
    """A cart of which packs and credit of its own customer pay something (PK3, PK6)."""

    _inherit = "sale.order"

    def _is_visited_by_customer(self):
        """Return whether whoever is visiting is logged in as the customer of this."""
        # What a token opens is read as the system: the request knows who is there.
        user = (request or self).env.user
        return not user._is_public() and user.partner_id == self.partner_id

    def _is_visitors_own(self):
        """Return whether this is a cart of whoever is visiting, who is logged in."""
        is_cart = self.website_id and self.state == "draft"
        return bool(is_cart and self._is_visited_by_customer())

    def _takes_prepaid(self, pack):
        """Return whether `pack` can pay for something in this cart.

        What is taxed at each use pays in its own currency, and beside no plan: of a cart
        with plans the customer accepts the amount of today (docs/decisions/0035).
        """
        if pack.vat_kind == prepaid.AT_SALE:
            return True
        return pack.currency_id == self.currency_id and not self.is_rental

    def _is_left_cart(self):
        """Return whether this is a cart of the shop that nobody is paying for."""
        self.ensure_one()
        if not self.website_id or self.state != "draft":
            return False
        hours = self.company_id.rental_prepaid_hold_hours
        since = fields.Datetime.subtract(fields.Datetime.now(), hours=hours)
        paying = self.sudo().transaction_ids.filtered(
            lambda one: (
                one.state in ("pending", "authorized", "done")
                or (one.state == "draft" and one.create_date > since)
            )
        )
        return not paying

    # === what visitors do === #

    def _check_visitor(self):
        """Raise UserError unless whoever is visiting may spend packs on this cart."""
        if not self.website_id or not self._is_visited_by_customer():
            raise UserError(
                self.env._("Log in to use your packs, and look at your cart again.")
            )

    def _use_session(self, line_id):
        """Let the visitor's pack pay for a line of this cart."""
        self._check_visitor()
        line = self.order_line.filtered(lambda one: one.id == line_id)
        pack = line and line._get_cart_pack()
        if not pack:
            raise UserError(
                self.env._("None of your packs pays for it: look at your cart again.")
            )
        line._spend_prepaid(pack)
        self._replan_credit()

    def _undo_session(self, line_id):
        """Take back that a pack pays for a line of this cart."""
        self._check_visitor()
        self.order_line.filtered(lambda one: one.id == line_id)._unspend_prepaid()
        self._replan_credit()

    def _get_cart_credit(self):
        """Return (credit, amount): what of the visitor's credit could pay for this cart."""
        credit = self.env["subscription.prepaid"].sudo()
        if not self._is_visitors_own() or self.sudo().rental_spending_ids:
            return credit, 0.0
        for one in self._get_spendable_packs():
            if one.kind == prepaid.AMOUNT and self._takes_prepaid(one):
                amount = self._get_credit_amount(one)
                if amount:
                    return one, amount
        return credit, 0.0

    def _get_credit_amount(self, credit):
        """Return how much `credit` can pay: of its services, and of no pack."""
        lines = self.order_line - self._get_prepaid_lines_sold()
        paid = lines.filtered(
            lambda one: (
                one.product_id
                and not one.rental_prepaid_id
                and not one.rental_plan_id
                and credit._pays_for(one.product_id)
            )
        )
        total = self.currency_id.round(sum(paid.mapped("price_total")))
        return self.env["subscription.prepaid.spending"]._get_proposed(credit, total)

    def _use_credit(self):
        """Let the visitor's credit pay for as much of this cart as it can."""
        self._check_visitor()
        credit, amount = self._get_cart_credit()
        if not credit:
            raise UserError(self.env._("There is no credit that could pay for this cart."))
        self.env["subscription.prepaid.spending"]._plan_spending(credit, self, amount)

    def _undo_credit(self):
        """Take back that credit pays for this cart."""
        self._check_visitor()
        self.sudo().rental_spending_ids._take_back_spending()

    # === carts change === #

    def _replan_credit(self):
        """Let the credit that pays for this cart pay for what the cart costs now."""
        planned = self.sudo().rental_spending_ids
        if not planned or self.state != "draft":
            return
        credits_ = planned.prepaid_id
        planned._take_back_spending()
        for credit in credits_.filtered(self._takes_prepaid):
            if amount := self._get_credit_amount(credit):
                planned._plan_spending(credit, self, amount)

    def _release_prepaids(self):
        """Take back that packs and credit pay for these carts."""
        self.order_line._unspend_prepaid()
        self.sudo().rental_spending_ids._take_back_spending()

    def _has_prepaids(self):
        """Return whether packs or credit pay for something here."""
        own = self.sudo()
        return bool(own.order_line.rental_prepaid_id or own.rental_spending_ids)

    def _update_address(self, partner_id, fnames=None):
        """Let no pack pay for another customer's cart, or with other taxes."""
        spent = [
            (line, line.rental_prepaid_id)
            for line in self.sudo().order_line.filtered("rental_prepaid_id")
        ]
        credits_ = self.sudo().rental_spending_ids.prepaid_id
        if fnames and (spent or credits_):
            self._release_prepaids()
        result = super()._update_address(partner_id, fnames)
        if fnames and self._is_visitors_own():
            for line, pack in spent:
                if not line._spend_again(pack):
                    self._warn_of_lost(line)
            for credit in credits_ & self._get_spendable_packs():
                if amount := self._get_credit_amount(credit):
                    self.env["subscription.prepaid.spending"]._plan_spending(
                        credit, self, amount
                    )
        return result

    def _cart_find_product_line(self, *args, **kwargs):
        """Leave out what a pack pays for: more of it is a line of its own."""
        found = super()._cart_find_product_line(*args, **kwargs)
        return found.filtered(lambda one: not one.rental_prepaid_id)

    def _cart_update_line_quantity(self, line_id, quantity, **kwargs):
        """Give sessions back before the quantity of what they pay for changes."""
        line = self.order_line.filtered(lambda one: one.id == line_id)
        if line.rental_prepaid_id and quantity != line.product_uom_qty:
            line._unspend_prepaid()
        return super()._cart_update_line_quantity(line_id, quantity, **kwargs)

    def _verify_cart_after_update(self):
        """Let packs and credit pay for what the cart holds now."""
        result = super()._verify_cart_after_update()
        self.sudo().order_line.filtered(
            lambda one: (
                one.rental_prepaid_id and not self._takes_prepaid(one.rental_prepaid_id)
            )
        )._unspend_prepaid()
        self._replan_credit()
        return result

    def _recompute_cart(self):
        """Take back what cannot be used any more, and say so; prices as ever."""
        lost = self.order_line.filtered(lambda one: one._is_prepaid_lost())
        if lost:
            lost._unspend_prepaid()
            self._warn_of_lost(lost)
        result = super()._recompute_cart()
        self._replan_credit()
        return result

    def _warn_of_lost(self, lines):
        """Say in the cart that these lines cost their usual price again."""
        self.shop_warning = self.env._(
            "Your session for %(services)s cannot be used any more: it costs the usual "
            "price.",
            services=", ".join(lines.mapped("name_short")),
        )

    def _check_cart_is_ready_to_be_paid(self):
        """Refuse carts that claim what cannot be used any more, or is another's."""
        if self._has_prepaids():
            self._check_visitor()
            for one in self.sudo().order_line.rental_prepaid_id:
                one._check_spender(self.partner_id)
            if any(line._is_prepaid_lost() for line in self.order_line):
                raise ValidationError(
                    self.env._(
                        "A session in your cart cannot be used any more: reload the page."
                    )
                )
        return super()._check_cart_is_ready_to_be_paid()


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _spend_again(self, pack):
        """Let `pack` pay for this line again; return whether it still can."""
        self.ensure_one()
        order = self.order_id
        usable = pack & order._get_spendable_packs()
        if not (usable and order._takes_prepaid(pack) and self._has_enough_in(pack)):
            return False
        self._spend_prepaid(pack)
        return True
