from contextlib import contextmanager
from uuid import uuid4

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import new_test_user

from odoo.addons.subscription_rental_prepaid.tests.common import PrepaidCommon


class TillCommon(PrepaidCommon):
    """A salon with a till: cash, bank, packs and credit; its tickets come as a till's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids += cls.env.ref("point_of_sale.group_pos_manager")
        cls.company.account_default_pos_receivable_account_id = cls._receivable()
        cls.cash, cls.bank = cls.env["pos.payment.method"].create(
            [
                {
                    "name": "Cash",
                    "journal_id": cls.company_data["default_journal_cash"].id,
                },
                {
                    "name": "Bank",
                    "journal_id": cls.company_data["default_journal_bank"].id,
                    "outstanding_account_id": cls.company_data[
                        "default_journal_bank"
                    ].default_account_id.id,
                },
            ]
        )
        cls.later = cls.env["pos.payment.method"].create(
            {"name": "On account", "split_transactions": True}
        )
        cls.till = cls._till("Salon", cls.cash | cls.bank | cls.later)
        cls.method = cls.till._get_till_prepaid_method()
        cls.cashier = new_test_user(
            cls.env,
            login="cashier",
            groups="base.group_user,point_of_sale.group_pos_user",
            company_id=cls.company.id,
        )
        cls.credit_offer = cls._offer(
            "Credit 50", 50.0, vat_kind="at_use", kind="amount", service_ids=[]
        )
        cls.opened = cls._open(cls.till)

    @classmethod
    def _service(cls, name, price):
        service = super()._service(name, price)
        service.available_in_pos = True
        return service

    @classmethod
    def _receivable(cls):
        return cls.env["account.account"].create(
            {
                "code": "400190",
                "name": "Tickets",
                "account_type": "asset_receivable",
                "reconcile": True,
            }
        )

    @classmethod
    def _till(cls, name, methods):
        """Return a till that uses packs and credit."""
        till = cls.env["pos.config"].create(
            {
                "name": name,
                "iface_tax_included": "total",
                "payment_method_ids": [Command.set(methods.ids)],
                "invoice_journal_id": cls.company_data["default_journal_sale"].id,
            }
        )
        till.rental_uses_prepaid = True
        return till

    @classmethod
    def _open(cls, till):
        till.open_ui()
        session = till.current_session_id
        session.set_opening_control(0, "")
        return session

    def _close(self, session=None):
        """Close a session as a cashier does; return its entry."""
        session = session or self.opened
        session.post_closing_cash_details(
            session.get_closing_control_data()["default_cash_details"]["amount"]
        )
        session.close_session_from_ui()
        self.assertEqual(session.state, "closed")
        return session.move_id

    # === tickets, as a till sends them === #

    def _line(self, product, price=None, qty=1, **values):
        """Return the values of a line, for `price` with taxes instead of the product's."""
        taxes = product.sudo().taxes_id._filter_taxes_by_company(self.company)
        unit = product.list_price
        details = taxes.compute_all(unit, self.company.currency_id, qty, product)
        discount = values.pop("discount", 0.0)
        if price is not None:
            discount = (1 - price / details["total_included"]) * 100
        total = taxes.compute_all(
            unit * (1 - discount / 100), self.company.currency_id, qty, product
        )
        return {
            "uuid": str(uuid4()),
            "product_id": product.id,
            "qty": qty,
            "price_unit": unit,
            "discount": discount,
            "tax_ids": [Command.set(taxes.ids)],
            "price_subtotal": total["total_excluded"],
            "price_subtotal_incl": total["total_included"],
            "full_product_name": product.name,
            "name": product.name,
            **values,
        }

    def _ticket(self, *lines, payments=None, partner=None, session=None, **values):
        """Return the values of a ticket; cash pays what packs do not, unless said."""
        total = sum(line["price_subtotal_incl"] for line in lines)
        untaxed = sum(line["price_subtotal"] for line in lines)
        payments = [(self.cash, total)] if payments is None else payments
        return {
            "uuid": str(uuid4()),
            "access_token": str(uuid4()),
            "state": "paid",
            "session_id": (session or self.opened).id,
            "partner_id": (self.ann if partner is None else partner).id,
            "lines": [Command.create(line) for line in lines],
            "payment_ids": [
                Command.create(
                    {
                        "amount": amount,
                        "payment_method_id": method.id,
                        "uuid": str(uuid4()),
                        "name": fields.Datetime.now(),
                    }
                )
                for method, amount in payments
            ],
            "amount_total": total,
            "amount_tax": total - untaxed,
            "amount_paid": sum(amount for _method, amount in payments),
            "amount_return": 0,
            "date_order": fields.Datetime.to_string(fields.Datetime.now()),
            "fiscal_position_id": False,
            "pricelist_id": False,
            "to_invoice": False,
            "user_id": self.cashier.id,
            **values,
        }

    def _send(self, ticket):
        """Send a ticket to the server as the cashier; return it."""
        orders = self.env["pos.order"].with_user(self.cashier)
        orders = orders.with_context(generate_pdf=False)
        uuid = ticket["uuid"]
        orders.sync_from_ui([ticket])
        return self.env["pos.order"].search([("uuid", "=", uuid)])

    @contextmanager
    def assertRefused(self, text):
        """Check that a request is refused with a sentence, and changes nothing."""
        with self.assertRaisesRegex(UserError, text), self.env.cr.savepoint():
            yield

    def _sell_at_till(self, offer, **values):
        """Return (ticket, pack) of a pack sold for cash."""
        order = self._send(self._ticket(self._line(offer.product_id), **values))
        return order, order.lines.rental_batch_ids.prepaid_id

    def _claim(self, pack, product=None, qty=1, till=None, partner=None):
        """Return (uuid, what the till is told) of a claim of sessions."""
        uuid = str(uuid4())
        till = (till or self.till).with_user(self.cashier)
        product = product or self.massage
        told = till.rental_claim_sessions(
            pack.id, (partner or self.ann).id, uuid, product.id, qty
        )
        return uuid, told

    def _use_at_till(self, pack, qty=1, **values):
        """Return the ticket of sessions that were claimed and used."""
        uuid, told = self._claim(pack, qty=qty)
        at_use = pack.vat_kind == "at_use"
        price = told["amount"] if at_use else 0.0
        line = self._line(
            self.massage, price, qty=qty, uuid=uuid, rental_prepaid_id=pack.id
        )
        payments = [(self.method, price)] if at_use else []
        return self._send(self._ticket(line, payments=payments, **values))

    def _refund(self, order, method=None, **values):
        """Return the ticket that refunds all of `order`, by its own methods unless said."""
        lines = [self._refund_line(line) for line in order.lines]
        payments = [
            (method or one.payment_method_id, -one.amount) for one in order.payment_ids
        ]
        values = {"payments": payments, "is_refund": True, **values}
        return self._send(self._ticket(*lines, **values))

    def _refund_line(self, line):
        """Return the values of the line that refunds all of `line`."""
        return {
            "uuid": str(uuid4()),
            "product_id": line.product_id.id,
            "qty": -line.qty,
            "price_unit": line.price_unit,
            "discount": line.discount,
            "tax_ids": [Command.set(line.tax_ids.ids)],
            "price_subtotal": -line.price_subtotal,
            "price_subtotal_incl": -line.price_subtotal_incl,
            "refunded_orderline_id": line.id,
            "full_product_name": line.full_product_name,
            "name": line.name,
        }
