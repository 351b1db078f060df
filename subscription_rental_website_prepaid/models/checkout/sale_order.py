from odoo import SUPERUSER_ID, models
from odoo.tools import SQL

from odoo.addons.subscription_rental.billing import prepaid


class SaleOrder(models.Model):
    """An order that is paid online: what is asked, and what it sells in advance (PK6)."""

    _inherit = "sale.order"

    # === what is asked === #

    def _get_online_total(self):
        """Return what is paid online: all that no pack and no credit pays."""
        self.ensure_one()
        rest = self.amount_total - self._get_prepaid_amount()
        return self.currency_id.round(max(rest, 0.0))

    def _is_paid(self):
        """Count what packs and credit pay as paid."""
        self.ensure_one()
        if not self._get_prepaid_amount():
            return super()._is_paid()
        compared = self.currency_id.compare_amounts(
            self.amount_paid, self._get_online_total()
        )
        return compared >= 0

    def _is_fully_prepaid(self):
        """Return whether packs and credit pay for this cart, and nothing is left."""
        self.ensure_one()
        return bool(self._get_prepaid_amount()) and self._is_paid()

    def _get_prepaid_totals(self):
        """Return [(name, amount)] of what packs and credit will pay, for the totals."""
        self.ensure_one()
        own = self.sudo()
        lines = own.order_line.filtered(
            lambda one: one.rental_prepaid_id.vat_kind == prepaid.AT_USE
        )
        rows = [(line.rental_prepaid_id.name, -line.price_total) for line in lines]
        rows += [(row.prepaid_id.name, -row.amount) for row in own.rental_spending_ids]
        return rows

    # === what it sells in advance === #

    def _action_confirm(self):
        """Invite guests who bought packs to the portal, where they find them."""
        result = super()._action_confirm()
        for order in self.filtered("website_id"):
            if order._get_prepaid_lines_sold():
                order._invite_guest()
        return result

    def _invoice_sold_in_advance(self):
        """Return the invoice of the packs and credit that this paid order sells.

        Only these lines, unless a discount stands beside them: then the whole order. None
        where they are invoiced already, or not all of the order is paid.
        """
        self.ensure_one()
        self._lock_for_invoice()
        lines = self._get_prepaid_lines_sold().filtered(
            lambda one: one._get_quantity_to_sell() > 0
        )
        if self.state != "sale" or not lines or not self._is_paid():
            return self.env["account.move"]
        if any(line.price_total < 0 for line in self.order_line):
            self._force_lines_to_invoice_policy_order()
            return self._create_invoices(final=True)
        values = self._prepare_invoice()
        values["invoice_line_ids"] = [line._prepare_sold_line() for line in lines]
        return self._create_account_invoices([values], final=False)

    def _lock_for_invoice(self):
        """Wait for whoever invoices this order meanwhile; Odoo then does this again."""
        self.env.cr.execute(
            SQL("SELECT 1 FROM sale_order WHERE id = %s FOR NO KEY UPDATE", self.id)
        )

    def _get_packs_bought(self):
        """Return the packs and credit that this order's invoices have granted."""
        self.ensure_one()
        lines = self.sudo().order_line.invoice_lines
        batches = self.env["subscription.prepaid.batch"].sudo()
        found = batches.search([("move_line_id", "in", lines.ids), ("granted", ">", 0)])
        return found.prepaid_id

    def _get_pack_news(self):
        """Return what happens now with the packs of this order, as sentences."""
        self.ensure_one()
        own = self.sudo()
        news = []
        for pack in own._get_packs_bought():
            values = {"name": pack.name, "left": pack.left_display}
            if pack.state != "live":
                text = self.env._("%(name)s can be used as soon as it is paid.", **values)
            elif until := pack._get_expiry_text():
                text = self.env._(
                    "%(name)s can be used now: %(left)s, until %(until)s.",
                    until=until,
                    **values,
                )
            else:
                text = self.env._("%(name)s can be used now: %(left)s.", **values)
            news.append(text)
        waiting = own._get_prepaid_lines_sold().filtered(
            lambda one: one._get_quantity_to_sell() > 0
        )
        news += [
            self.env._("%(name)s can be used as soon as it is paid.", name=line.name_short)
            for line in waiting
        ]
        news += [
            self.env._(
                "%(service)s: paid with %(pack)s.",
                service=line.name_short,
                pack=line.rental_prepaid_id.name,
            )
            for line in own.order_line.filtered("rental_prepaid_id")
        ]
        return news

    def _tell_of_packs(self):
        """Tell the customer by mail that what they bought can be used now."""
        for order in self:
            # In the name of the shop, not of the visitor.
            own = order.with_user(SUPERUSER_ID).with_context(lang=order.partner_id.lang)
            if not own._get_packs_bought():
                continue
            page = f"{own.get_base_url()}/my/packs"
            own.message_post(
                subject=own.env._("Your packs and credit"),
                body=own.env._(
                    "%(news)s You find what is left, and until when, on %(page)s.",
                    news=" ".join(own._get_pack_news()),
                    page=page,
                ),
                partner_ids=own.partner_id.ids,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
