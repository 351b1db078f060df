from odoo import fields, models
from odoo.fields import Command
from odoo.tools.misc import format_date

from ...locking import lock


class SubscriptionDueDate(models.Model):
    """Renewal by payment: an invoice that names the due date is paid (DD3)."""

    _inherit = "subscription.due.date"

    paid_line_id = fields.Many2one(
        "account.move.line",
        string="Paid By",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        help="The line of the invoice whose payment renewed what was before.",
    )
    paid_move_id = fields.Many2one(
        related="paid_line_id.move_id", string="Invoice", help="Its payment made this row."
    )

    def _renew_paid(self, day, lines):
        """Renew these due dates, which were paid on `day`, once each.

        What cannot be renewed, as it was paid twice, is closed or is another customer's by
        now, is left to whoever looks after it.

        :param lines: {due date: the invoice lines that name it}
        """
        lock(self)
        self.invalidate_recordset(["state", "next_ids", "date_closed"])
        for row in self:
            row._take_over_payment(lines[row])
        problems = {
            row: row._get_renewal_problem() or row._get_payer_problem(lines[row])
            for row in self
        }
        renewable = self.filtered(lambda row: not problems[row])
        renewable._renew_held(
            day, {row: row._prepare_paid_vals(lines[row]) for row in renewable}
        )
        for row in self - renewable:
            if row.next_ids.paid_line_id not in lines[row]:
                row._ask_responsible(
                    self.env._("Paid, but not renewed"),
                    self.env._(
                        "%(invoice)s was paid on %(day)s. %(problem)s",
                        invoice=lines[row].move_id.display_name,
                        day=format_date(self.env, day),
                        problem=problems[row],
                    ),
                )

    def _get_payer_problem(self, lines):
        """Return that these invoice lines are of who held this before; or nothing."""
        self.ensure_one()
        if self._get_holders()[self] in lines._get_buyers():
            return ""
        return self.env._(
            "%(name)s is held by %(customer)s now: renew it by hand if that was paid for.",
            name=self.display_name,
            customer=self.partner_id.display_name,
        )

    def _take_over_payment(self, lines):
        """Let these invoice lines pay for the next row, if what did is paid no more.

        So an invoice in place of one that was credited renews nothing a second time.
        """
        self.ensure_one()
        following = self.next_ids
        former = following.paid_move_id
        if former and former not in lines.move_id and not former._is_paid_for():
            following._write_kept({"paid_line_id": lines[:1].id})
            following._message_log(
                body=self.env._(
                    "%(invoice)s pays for it now, in place of %(former)s.",
                    invoice=lines.move_id.display_name,
                    former=former.display_name,
                )
            )

    def _prepare_paid_vals(self, lines):
        """Return what the next row has of the invoice lines that paid for it.

        Of several that name it the next row has the sum, so that its unit costs the same.
        """
        self.ensure_one()
        quantity = self._get_paid_quantity(lines)
        return {
            "paid_line_id": lines[:1].id,
            "quantity": quantity if quantity > 0 else self.quantity,
            "amount": sum(lines.mapped("price_subtotal")),
            "currency_id": lines.currency_id.id,
        }

    def _get_paid_quantity(self, lines):
        """Return how many of its product these invoice lines paid for, in its own unit.

        What else names it, a fee say, is a part of the price; where nothing is of its
        product, the first line counts.
        """
        self.ensure_one()
        own = lines.filtered(lambda line: line.product_id == self.product_id)
        unit = self.product_id.uom_id
        return sum(
            line.product_uom_id._compute_quantity(line.quantity, unit, round=False)
            if line.product_uom_id._has_common_reference(unit)
            else line.quantity
            for line in own or lines[:1]
        )

    def _withdraw_renewal(self):
        """Take back these rows, whose payment was: those on which nothing happened yet."""
        for row in self:
            before = row.previous_id
            reason = self.env._(
                "%(invoice)s is not paid any more.",
                invoice=row.paid_move_id.display_name,
            )
            if row._is_untouched():
                row.unlink()
                before._message_log(
                    body=self.env._("Not renewed after all: %(reason)s", reason=reason)
                )
            else:
                row._ask_responsible(self.env._("Renewed, but not paid"), reason)

    # === quotations === #

    def action_quote(self):
        """Make a quotation for each customer that renews these due dates; open them."""
        self.check_access("read")
        orders = self._create_renewal_orders()
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Quotations"),
            "res_model": "sale.order",
            "view_mode": "list,form",
            "domain": [("id", "in", orders.ids)],
        }
        if len(orders) == 1:
            action |= {"view_mode": "form", "res_id": orders.id}
        return action

    def _create_renewal_orders(self):
        """Return new quotations that renew these due dates, once they are paid.

        One for each customer, company and currency. The portal's cart does the same.
        """
        self._check_renewable()
        shared = self.grouped(lambda row: (row.company_id, row.partner_id))
        orders = self.env["sale.order"]
        orders = orders.create(
            [
                {"partner_id": partner.id, "company_id": company.id}
                for company, partner in shared
            ]
        )
        for order, rows in zip(orders, shared.values(), strict=True):
            line = order.order_line.new({"order_id": order.id})
            order.order_line = [
                Command.create(
                    {**line._prepare_renewing_vals(row), "rental_due_date_id": row.id}
                )
                for row in rows
            ]
            rows._write_kept({"quote_id": order.id})
        return orders

    def _get_renewal_price(self, currency):
        """Return the price of one unit of this due date, in `currency`.

        As the product's taxes count it: with those that its prices include.
        """
        self.ensure_one()
        taxed = self._get_taxed_amount()
        included = sum(tax["amount"] for tax in taxed["taxes"] if tax["price_include"])
        price = (self.amount + included) / (self.quantity or 1.0)
        today = self.company_id._subscription_today()
        if self.currency_id == currency or not currency:
            return price
        return self.currency_id._convert(
            price, currency, self.company_id, today, round=False
        )

    def _get_taxed_amount(self, position=None):
        """Return what taxes make of the amount of this due date: see `compute_all`.

        :param position: the fiscal position of its customer, where it is known already
        """
        self.ensure_one()
        product = self.product_id
        own = product.taxes_id._filter_taxes_by_company(self.company_id)
        position = self._get_position() if position is None else position
        return position.map_tax(own).compute_all(
            self.amount,
            currency=self.currency_id,
            product=product,
            partner=self.partner_id,
            # The amount is before taxes, whatever the prices of the product are.
            handle_price_include=False,
        )

    def _get_position(self):
        """Return the fiscal position of the customer of this due date."""
        self.ensure_one()
        # Customers and clerks need not read those.
        positions = self.env["account.fiscal.position"].sudo()
        found = self.partner_id.sudo().address_get(["delivery"])["delivery"]
        return positions.with_company(self.company_id)._get_fiscal_position(
            self.partner_id.sudo(), delivery=self.partner_id.browse(found).sudo()
        )
