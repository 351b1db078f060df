from datetime import date

from odoo import Command

from odoo.addons.subscription_rental.tests.common_payment import PaymentCommon


class PrepaidCommon(PaymentCommon):
    """A salon: a massage at 20 + 21 %, packs of ten, with VAT at the sale or at use."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vat = cls.env["account.tax"].create(
            {"name": "VAT 21", "amount": 21.0, "type_tax_use": "sale"}
        )
        accounts = cls.env["account.account"]
        cls.due_vat = accounts.create(
            {"code": "451100", "name": "VAT due", "account_type": "liability_current"}
        )
        kinds = ("invoice_repartition_line_ids", "refund_repartition_line_ids")
        for kind in kinds:
            rows = cls.vat[kind].filtered(lambda row: row.repartition_type == "tax")
            rows.account_id = cls.due_vat
        cls.liability, cls.deferred, cls.breakage, cls.sales = accounts.create(
            [
                {"code": code, "name": name, "account_type": kind, "reconcile": False}
                for code, name, kind in (
                    ("460100", "Packs to be used", "liability_current"),
                    ("493100", "Deferred packs", "liability_current"),
                    ("743100", "Expired packs", "income_other"),
                    ("700100", "Services", "income"),
                )
            ]
        )
        cls.liability.reconcile = True
        cls.company.write(
            {
                "rental_prepaid_liability_account_id": cls.liability.id,
                "rental_prepaid_deferred_account_id": cls.deferred.id,
                "rental_prepaid_breakage_account_id": cls.breakage.id,
            }
        )
        cls.massage = cls._service("Massage", 20.0)
        cls.haircut = cls._service("Haircut", 30.0)
        cls.ann = cls.env["res.partner"].create({"name": "Ann", "email": "ann@example.com"})
        cls.bob = cls.env["res.partner"].create({"name": "Bob"})
        cls.pack_at_use = cls._offer("Ten massages", 220.0, vat_kind="at_use")
        # 181.82 and 38.18 of VAT.
        cls.pack_at_sale = cls._offer("Ten massages taxed", 181.82, vat_kind="at_sale")

    @classmethod
    def _service(cls, name, price):
        return cls.env["product.product"].create(
            {
                "name": name,
                "type": "service",
                "list_price": price,
                "taxes_id": [Command.set(cls.vat.ids)],
                "property_account_income_id": cls.sales.id,
            }
        )

    @classmethod
    def _offer(cls, name, price, services=None, **values):
        """Return an offer of ten sessions of a massage, unless said."""
        services = services or cls.massage
        product = cls._service(name, price)
        return cls.env["subscription.prepaid.offer"].create(
            {
                "product_id": product.id,
                "service_ids": [Command.create({"product_id": one.id}) for one in services],
                **values,
            }
        )

    @classmethod
    def _invoice(cls, *products, partner=None, day="2024-01-10", post=True, **values):
        """Return an invoice of one of each product, posted unless said."""
        invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (partner or cls.ann).id,
                "invoice_date": day,
                "invoice_line_ids": [
                    Command.create({"product_id": one.id, **values}) for one in products
                ],
            }
        )
        if post:
            invoice.action_post()
        return invoice

    @classmethod
    def _pay(cls, invoice):
        """Register a payment of all of an invoice."""
        wizard = cls.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        return wizard.create({})._create_payments()

    @classmethod
    def _sell(cls, offer, partner=None, day="2024-01-10", **values):
        """Return the pack that a paid invoice sold."""
        invoice = cls._invoice(offer.product_id, partner=partner, day=day, **values)
        cls._pay(invoice)
        return cls._get_sold(invoice)

    @classmethod
    def _get_sold(cls, invoice):
        batches = cls.env["subscription.prepaid.batch"].search([])
        return batches.filtered(lambda one: one.invoice_id == invoice).prepaid_id

    def _day(self, day):
        return date.fromisoformat(day)

    def _balance(self, account):
        """Return what stands on an account, credit above 0."""
        self.env.flush_all()
        [[balance]] = self.env["account.move.line"]._read_group(
            [("account_id", "=", account.id), ("parent_state", "=", "posted")],
            [],
            ["balance:sum"],
        )
        return self.company.currency_id.round(-balance)

    def assertBooked(self, account, amount):
        """Check what stands on an account, and that the ledger says the same."""
        self.assertEqual(self._balance(account), amount)
        [[ledger]] = self.env["subscription.prepaid.movement"]._read_group(
            [("account_id", "=", account.id)], [], ["amount:sum"]
        )
        self.assertEqual(self.company.currency_id.round(ledger), amount, "the ledger")

    def assertEntry(self, move, *rows):
        """Check an entry's lines: (account, balance), in any order."""
        lines = [(line.account_id, line.balance) for line in move.line_ids]
        self.assertCountEqual(lines, rows)
