"""The till of the demo's salon: a month of tickets, and one that is still open."""

from uuid import uuid4

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

WEEKS = 4
FLOAT = 100.0  # in the drawer each morning
NOTE = "Allergic to lavender: use the almond oil."


def open_till(env, company, today, salon):
    """Sell at the till of the salon, one day a week for a month, and today."""
    # Odoo's superuser opens no till.
    env = env(user=env.ref("base.user_admin"))
    Till(env, company, salon).live(today)


class Till:
    """A till with cash, cards, packs and credit; its tickets come as a browser's do."""

    def __init__(self, env, company, salon):
        self.env = env
        self.company = company
        self.salon = salon
        self.voucher = salon._offer(
            "Wellness voucher 100", 100.0, None, kind="amount", vat_kind="at_use"
        )
        self.cash, self.card = self._make_methods()
        self.config = self._make_config()
        self.method = self.config._get_till_prepaid_method()
        self.friend, self.neighbour = env["res.partner"].create(
            [
                {"name": name, "email": f"{login}@example.com", "city": "Brussels"}
                for name, login in (
                    ("Friend of the salon", "friend"),
                    ("Neighbour of the salon", "neighbour"),
                )
            ]
        )

    def live(self, today):
        """Serve customers week by week; today's tickets are not closed yet."""
        for week in range(WEEKS):
            day = today - relativedelta(weeks=WEEKS - week)
            with freeze_time(f"{day} 10:00:00") as clock:
                self._open()
                self._serve(week)
                clock.tick(7 * 3600)
                self._close()
        with freeze_time(f"{today} 08:30:00"):
            self._open()
            self._pay(self._line(self.salon.haircut), method=self.cash)
            self._leave_open()
            self._book(today)

    def _serve(self, week):
        """Play one day at the till."""
        massage, haircut = self.salon.massage, self.salon.haircut
        self._pay(self._line(haircut), method=self.cash)
        self._pay(self._line(massage), self._line(haircut), method=self.card)
        if week == 0:
            self._sell_pack(self.friend, self.salon.massages, massage)
            voucher = self.voucher.product_id
            self._pay(self._line(voucher), partner=self.neighbour, method=self.card)
            return
        self._use_session(self.friend, massage)
        if week == 1:
            pack = self.salon.haircuts.product_id
            self._pay(self._line(pack), partner=self.neighbour, method=self.cash)
            self._spend_credit(self.neighbour, massage, 40.0)
        if week == 2:
            self._use_session(self.neighbour, haircut)
            self._subscribe(self.friend)
        if week == 3:
            self._spend_credit(self.neighbour, haircut, 36.3)

    # === the till === #

    def _make_methods(self):
        journals = self.env["account.journal"]
        cash = journals.search(
            [("type", "=", "cash"), ("company_id", "=", self.company.id)], limit=1
        ) or journals.create(
            {"name": "Drawer of the salon", "type": "cash", "code": "SALON"}
        )
        bank = journals.search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        return self.env["pos.payment.method"].create(
            [
                {"name": name, "journal_id": journal.id, "company_id": self.company.id}
                for name, journal in (("Cash", cash), ("Card", bank))
            ]
        )

    def _make_config(self):
        """Return the till, which shows what the salon sells and nothing else."""
        shelf = self.env["pos.category"].create({"name": "Salon"})
        sold = (
            self.salon.massage | self.salon.haircut | self.salon.massages.product_id
            | self.salon.haircuts.product_id | self.salon.credit.product_id
            | self.voucher.product_id
        )  # fmt: skip
        sold.write({"available_in_pos": True, "pos_categ_ids": [(4, shelf.id)]})
        config = self.env["pos.config"].create(
            {
                "name": "Salon",
                "iface_tax_included": "total",
                "limit_categories": True,
                "iface_available_categ_ids": [(4, shelf.id)],
                "payment_method_ids": [(6, 0, (self.cash | self.card).ids)],
            }
        )
        config.rental_uses_prepaid = True
        return config

    def _open(self):
        self.config.open_ui()
        self.session = self.config.current_session_id
        self.session.set_opening_control(FLOAT, "")

    def _close(self):
        counted = self.session.get_closing_control_data()["default_cash_details"]["amount"]
        self.session.post_closing_cash_details(counted)
        self.session.close_session_from_ui()

    # === tickets === #

    def _line(self, product, price=None, **values):
        """Return the values of a line, for `price` with taxes instead of the product's."""
        taxes = product.taxes_id._filter_taxes_by_company(self.company)
        currency = self.company.currency_id
        unit = values.pop("price_unit", product.list_price)
        discount = 0.0
        if price is not None:
            whole = taxes.compute_all(unit, currency, 1, product)["total_included"]
            discount = (1 - price / whole) * 100
        net = unit * (1 - discount / 100)
        total = taxes.compute_all(net, currency, values.get("qty", 1), product)
        return {
            "uuid": str(uuid4()),
            "product_id": product.id,
            "qty": 1,
            "price_unit": unit,
            "discount": discount,
            "tax_ids": [(6, 0, taxes.ids)],
            "price_subtotal": total["total_excluded"],
            "price_subtotal_incl": total["total_included"],
            "full_product_name": product.name,
            "name": product.name,
            **values,
        }

    def _pay(self, *lines, partner=None, method=None, used=0.0, state="paid"):
        """Send a ticket, of which packs and credit pay `used` and `method` the rest."""
        total = sum(line["price_subtotal_incl"] for line in lines)
        untaxed = sum(line["price_subtotal"] for line in lines)
        rest = self.company.currency_id.round(total - used)
        paid = [(self.method, used), (method or self.card, rest)]
        paid = [one for one in paid if one[1]] if state == "paid" else []
        ticket = {
            "uuid": str(uuid4()),
            "access_token": str(uuid4()),
            "state": state,
            "session_id": self.session.id,
            "partner_id": partner.id if partner else False,
            "lines": [(0, 0, line) for line in lines],
            "payment_ids": [
                (
                    0,
                    0,
                    {
                        "amount": amount,
                        "payment_method_id": one.id,
                        "uuid": str(uuid4()),
                        "name": self.env.cr.now().isoformat(" ", "seconds"),
                    },
                )
                for one, amount in paid
            ],
            "amount_total": total,
            "amount_tax": total - untaxed,
            "amount_paid": sum(amount for _method, amount in paid),
            "amount_return": 0,
            "date_order": self.session.start_at.isoformat(" ", "seconds"),
            "fiscal_position_id": False,
            "pricelist_id": False,
            "to_invoice": False,
            "user_id": self.env.uid,
        }
        self.env["pos.order"].with_context(generate_pdf=False).sync_from_ui([ticket])

    def _sell_pack(self, partner, offer, service):
        """Sell a pack that is taxed at the sale; its first session is used at once."""
        sold = self._line(offer.product_id)
        first = self._line(service, 0.0, rental_pack_uuid=sold["uuid"])
        self._pay(sold, first, partner=partner)

    def _claim(self, partner, service):
        """Return (line, worth) of a session that the server has claimed."""
        packs = self.env["subscription.prepaid"]._get_spendable(
            partner, self.company, service
        )
        pack = packs[:1]
        uuid = str(uuid4())
        told = self.config.rental_claim_sessions(pack.id, partner.id, uuid, service.id, 1)
        worth = told["amount"] if pack.vat_kind == "at_use" else 0.0
        return self._line(service, worth, uuid=uuid, rental_prepaid_id=pack.id), worth

    def _use_session(self, partner, service):
        line, worth = self._claim(partner, service)
        self._pay(line, partner=partner, used=worth)

    def _spend_credit(self, partner, service, amount):
        """Let credit pay `amount` of a service."""
        packs = self.env["subscription.prepaid"]._get_spendable(partner, self.company)
        credit = packs.filtered(lambda one: one.kind == "amount")[:1]
        uuid = str(uuid4())
        self.config.rental_claim_credit(credit.id, partner.id, {uuid: amount})
        line = self._line(
            service, uuid=uuid, rental_prepaid_id=credit.id, rental_credit=amount
        )
        self._pay(line, partner=partner, used=amount)

    def _subscribe(self, partner):
        """Sell monthly credit by its plan; the ticket pays the first month."""
        asked = {
            "uuid": str(uuid4()),
            "product_id": self.salon.credit.product_id.id,
            "quantity": 1,
            "plan_id": self.salon.plan.id,
            "with_cover": False,
        }
        told = self.config.rental_price_ticket({"partner_id": partner.id, "lines": [asked]})
        products = self.env["product.product"]
        lines = [
            self._line(
                products.browse(row["product_id"]),
                price_unit=row["price_unit"],
                qty=row["quantity"],
                uuid=row["uuid"] or str(uuid4()),
                rental_kind=row["kind"],
                rental_plan_id=row["plan_id"],
                rental_parent_uuid=row["parent"],
                rental_terms=row["terms"],
            )
            for row in told["lines"]
        ]
        self._pay(*lines, partner=partner)

    # === what waits today === #

    def _leave_open(self):
        """Leave a ticket open, with a session that it has claimed."""
        line, _worth = self._claim(self.friend, self.salon.massage)
        self._pay(line, partner=self.friend, state="draft")

    def _book(self, today):
        """Book a massage of today for who has a pack, with a note that is shown."""
        regular = self.env["res.partner"].search([("email", "=", "regular@example.com")])
        regular.write(
            {
                "rental_note": NOTE,
                "rental_note_at_till": True,
                "rental_note_on_bookings": True,
            }
        )
        self.env["calendar.event"].create(
            {
                "name": "Massage",
                "start": f"{today} 13:00:00",
                "stop": f"{today} 14:00:00",
                "partner_ids": [(6, 0, self.env.user.partner_id.ids)],
                "rental_product_id": self.salon.massage.id,
                "rental_customer_id": regular.id,
            }
        )
