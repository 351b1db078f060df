from odoo import models
from odoo.exceptions import LockError, UserError

from odoo.addons.subscription_rental.locking import lock


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _should_exclude_for_valuation(self):
        """Exclude moves of rental assets from valuation."""
        excluded = super()._should_exclude_for_valuation()
        return excluded or self.product_id.product_tmpl_id._is_rental_asset()

    def write(self, vals):
        """Refuse to change the unit or quantity of a done handover or return."""
        fixed = {"lot_id", "quantity", "product_id"} & vals.keys()
        done = self.filtered(lambda line: fixed and line._is_rental_done())
        for line in done:
            values = line._convert_to_write({name: line[name] for name in fixed})
            if any(vals[name] != values[name] for name in fixed):
                raise UserError(
                    self.env._(
                        "%(transfer)s is done: swap or return the unit on its "
                        "subscription, so that both know where it is.",
                        transfer=line.picking_id.name,
                    )
                )
        return super().write(vals)

    def _is_rental_done(self):
        """Return whether this line took a unit to a customer, or back."""
        self.ensure_one()
        return self.state == "done" and bool(self.picking_id.rental_kind)

    def _lock_rental_stock(self):
        """Lock the units and stock of these lines; raise UserError if others hold them."""
        quants = self.env["stock.quant"].sudo()
        for line in self.filtered(lambda one: one.product_id.is_storable):
            quants |= quants._gather(
                line.product_id, line.location_id, lot_id=line.lot_id, strict=True
            )
        try:
            # Units are moved by whoever may validate the transfer.
            lock(self.lot_id.sudo())
            lock(quants)
        except LockError as error:
            units = self.lot_id.mapped("name") or self.product_id.mapped("display_name")
            raise UserError(
                self.env._(
                    "Somebody else is moving %(units)s right now: try again in a moment.",
                    units=", ".join(units),
                )
            ) from error

    def _check_handed_over(self):
        """Raise UserError unless the units of these lines may go to the customer."""
        for line in self:
            subscription = line.picking_id.rental_subscription_id
            if not subscription:
                raise UserError(
                    self.env._(
                        "Units go on rent by the handover of a subscription only: open the "
                        "subscription."
                    )
                )
            subscription._check_handover_allowed()
            line._check_serial()
        self.picking_id._check_rental_papers()
        self._check_not_held()
        self._check_ordered()
        self._check_in_stock()

    def _check_ordered(self):
        """Raise UserError where the customer would have more than was agreed on."""
        for (subscription, product), lines in self.grouped(
            lambda line: (line.picking_id.rental_subscription_id, line.product_id)
        ).items():
            system = subscription.sudo()
            today = system.company_id._subscription_today()
            leaving = lines.move_id._origin
            others = system._get_open_moves("out") - leaving
            there = system._get_on_the_way(product, without=others | leaving)
            count = there + sum(lines.mapped("quantity_product_uom"))
            asked = system._get_ordered_by_product(today).get(product, 0.0)
            if product.uom_id.compare(count, asked) > 0:
                raise UserError(
                    self.env._(
                        "%(subscription)s is for %(count)s of %(product)s: the customer "
                        "would have more.",
                        subscription=system.display_name,
                        count=f"{asked:g}",
                        product=product.display_name,
                    )
                )

    def _check_serial(self):
        self.ensure_one()
        if self.product_id.tracking == "serial" and not (self.lot_id or self.lot_name):
            raise UserError(
                self.env._(
                    "%(product)s has serial numbers: enter the one that the customer gets.",
                    product=self.product_id.display_name,
                )
            )

    def _check_not_held(self):
        serials = self.filtered(lambda line: line.product_id.tracking == "serial").lot_id
        # Who has a unit is no secret to whoever hands units over.
        held = (
            self.env["subscription.assignment"]
            .sudo()
            .search([("lot_id", "in", serials.ids), ("date_to", "=", False)], limit=1)
        )
        if held:
            raise UserError(
                self.env._(
                    "%(serial)s is with %(customer)s already, for %(subscription)s.",
                    serial=held.lot_id.name,
                    customer=held.partner_id.display_name,
                    subscription=held.subscription_id.name,
                )
            )

    def _check_in_stock(self):
        """Raise UserError where more units would leave a location than it has."""
        quants = self.env["stock.quant"].sudo()
        storable = self.filtered(lambda line: line.product_id.is_storable)
        for (product, lot, place), lines in storable.grouped(
            lambda line: (line.product_id, line.lot_id, line.location_id)
        ).items():
            found = quants._gather(product, place, lot_id=lot, strict=bool(lot))
            asked = sum(lines.mapped("quantity_product_uom"))
            if product.uom_id.compare(sum(found.mapped("quantity")), asked) < 0:
                raise UserError(
                    self.env._(
                        "%(unit)s is not in %(place)s: it cannot leave from there.",
                        unit=lot.name or product.display_name,
                        place=place.display_name,
                    )
                )

    def _check_taken_back(self):
        """Raise UserError unless the return's customer has the units of these lines."""
        self.picking_id._check_rental_papers()
        assignments = self.env["subscription.assignment"]
        for line in self.filtered("picking_id.rental_subscription_id"):
            held = assignments._get_open(line)
            enough = sum(held.mapped("quantity"))
            if line.product_id.uom_id.compare(enough, line.quantity_product_uom) < 0:
                subscription = line.picking_id.rental_subscription_id
                raise UserError(
                    self.env._(
                        "%(unit)s is not one of the units of %(subscription)s: nothing was "
                        "taken back.",
                        unit=line.lot_id.name or line.product_id.display_name,
                        subscription=subscription.display_name,
                    )
                )
