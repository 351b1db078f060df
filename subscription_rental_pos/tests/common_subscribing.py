from uuid import uuid4

from odoo import Command

from .common import TillCommon


class SubscribingCommon(TillCommon):
    """A till that rents bikes: 39 + 21 % a month, set up for 25 + 21 %, deposit 150."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deposits = cls.env["account.account"].create(
            {
                "code": "488100",
                "name": "Deposits",
                "account_type": "liability_current",
                "reconcile": True,
            }
        )
        cls.company.subscription_deposit_account_id = cls.deposits
        cls.bike = cls._service("City bike", 300.0)
        cls.waiver = cls._service("Damage waiver", 5.0)
        cls.waiver.available_in_pos = False
        cls.fee = cls._service("Set up", 25.0)
        cls.fee.available_in_pos = False
        cls.bike.product_tmpl_id.write(
            {"rental_cover_product_id": cls.waiver.id, "rental_deposit": 150.0}
        )
        cls.monthly = cls._bike_plan()

    @classmethod
    def _bike_plan(cls, price=39.0, **values):
        values = {
            "name": "Monthly bike",
            "start_on_payment": True,
            "setup_fee": 25.0,
            "setup_fee_product_id": cls.fee.id,
            **values,
        }
        return cls.env["subscription.plan"].create(
            {
                "line_ids": [
                    Command.create(
                        {
                            "product_tmpl_id": cls.bike.product_tmpl_id.id,
                            "price_unit": price,
                        }
                    )
                ],
                **values,
            }
        )

    def _choose(self, plan=None, quantity=1, product=None, **values):
        """Return what a till asks for one line that a cashier chose."""
        return {
            "uuid": str(uuid4()),
            "product_id": (product or self.bike).id,
            "quantity": quantity,
            "plan_id": (plan or self.monthly).id,
            "with_cover": False,
            **values,
        }

    def _price(self, *lines, partner=None, till=None, **values):
        """Return what the server answers a till that prices a ticket."""
        partner = self.ann if partner is None else partner
        asked = {"partner_id": partner.id, "lines": list(lines), **values}
        till = till or self.till
        return till.with_user(self.cashier).rental_price_ticket(asked)

    def _rental_ticket(self, *lines, method=None, start=False, **values):
        """Return the values of a ticket with what the server said, paid by one method."""
        asked = lines or [self._choose()]
        told = self._price(*asked, start=start)
        covered = {line["uuid"] for line in asked if line["with_cover"]}
        rows = [self._rental_line(row, covered) for row in told["lines"]]
        total = self.company.currency_id.round(told["total"])
        values.setdefault("payments", [(method or self.cash, total)] if total else [])
        return self._ticket(*rows, rental_date_start=start, **values)

    def _rental_line(self, row, covered=()):
        """Return the values of a ticket's line as its till writes it."""
        product = self.env["product.product"].browse(row["product_id"])
        taxes = self.env["account.tax"].browse(row["tax_ids"])
        total = taxes.compute_all(
            row["price_unit"], self.company.currency_id, row["quantity"], product
        )
        return {
            "uuid": row["uuid"] or str(uuid4()),
            "product_id": product.id,
            "qty": row["quantity"],
            "price_unit": row["price_unit"],
            "discount": row["discount"],
            "tax_ids": [Command.set(taxes.ids)],
            "price_subtotal": total["total_excluded"],
            "price_subtotal_incl": total["total_included"],
            "full_product_name": product.name,
            "name": product.name,
            "rental_kind": row["kind"],
            "rental_plan_id": row["plan_id"],
            "rental_parent_uuid": row["parent"],
            "rental_with_cover": row["uuid"] in covered,
            "rental_terms": row["terms"],
        }

    def _rent(self, *lines, **values):
        """Return (ticket, subscriptions) of what a cashier sells by plans for cash."""
        ticket = self._send(self._rental_ticket(*lines, **values))
        return ticket, ticket._get_rental_order().rental_subscription_ids
