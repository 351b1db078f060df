from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from odoo.addons.subscription_rental.tests.common_printing import PrintingCommon

from ..common import GoodsCommon

LABEL = "subscription_rental_stock.report_return_label"
ACTION = "subscription_rental_stock.return_label_report"


@freeze_time("2024-01-10 12:00:00")
class TestReturnLabel(GoodsCommon, PrintingCommon):
    """A return that is asked for has a label: printed, sent, in the portal (RG6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner_a.write(
            {"street": "Canal Street 5", "city": "Ghent", "email": "a@example.com"}
        )
        cls.warehouse.partner_id = cls.env["res.partner"].create(
            {"name": "Return Desk", "street": "Dock Road 9", "city": "Antwerp"}
        )
        cls._portal_user("customer", cls.partner_a)
        cls._portal_user("stranger", cls.partner_b)

    def setUp(self):
        super().setUp()
        self.rental = self._ordered(2.0)
        self._ship(self.rental, "P1", "P2")

    def _ask_back(self, rental=None, **values):
        """Announce the return, and return its transfer."""
        rental = rental or self.rental
        self.env["subscription.return.dialog"].create(
            {"subscription_id": rental.id, **values}
        ).action_announce()
        return rental._get_open_returns()

    def _get_mails(self):
        return self.env["mail.mail"].search([("subject", "like", "How to return")])

    def _open(self, picking, login="customer", token=None, rental=None):
        """Return the response to who opens the label in the portal."""
        self.authenticate(login, login)
        url = f"/my/subscriptions/{(rental or self.rental).id}/return_label/{picking.id}"
        return self.url_open(url + (f"?access_token={token}" if token else ""))

    # === printed === #

    def test_the_label_can_be_printed_and_read(self):
        picking = self._ask_back(tracking="BACK7")
        pages = self._print_pdf(LABEL, picking)
        text = pages[0]
        for part in (
            "Canal Street 5",
            "Return Desk",
            "Dock Road 9",
            picking.name,
            self.rental.name,
            "BACK7",
            "P1",
            "P2",
            "01/10/2024",
        ):
            self.assertIn(part, text)
        self.assertLess(text.index("Canal Street"), text.index("Dock Road"))

    def test_transfer_tracking_and_units_have_a_barcode(self):
        picking = self._ask_back(tracking="BACK7")
        html = self.env["ir.actions.report"]._render_qweb_html(LABEL, picking.ids)[0]
        for code in (picking.name, "BACK7", "P1", "P2"):
            self.assertIn(f'alt="Bar code {code}"', html.decode())

    def test_a_serial_that_is_no_barcode_is_written(self):
        self.lots[0].name = "Ж-1"
        picking = self._ask_back()
        html = self.env["ir.actions.report"]._render_qweb_html(LABEL, picking.ids)[0]
        self.assertIn("Ж-1", html.decode())

    def test_without_an_address_of_its_own_it_goes_to_the_company(self):
        self.warehouse.partner_id = False
        self.company.partner_id.street = "Head Office 1"
        picking = self._ask_back()
        html = self.env["ir.actions.report"]._render_qweb_html(LABEL, picking.ids)[0]
        self.assertIn("Head Office 1", html.decode())

    def test_it_is_printed_from_subscription_and_unit(self):
        unit = self.rental.assignment_ids[0]
        self.assertFalse(self.rental.is_asked_back or unit.is_asked_back)
        for button in (self.rental.action_print_return_label, unit.action_print_label):
            with self.assertRaisesRegex(UserError, "No return is asked for"):
                button()
        picking = self._ask_back(assignment_ids=unit.ids)
        self.env.invalidate_all()
        self.assertTrue(self.rental.is_asked_back)
        self.assertEqual(self.rental.assignment_ids.filtered("is_asked_back"), unit)
        clerk = self._clerk()
        for action in (
            self.rental.with_user(clerk).action_print_return_label(),
            unit.with_user(clerk).action_print_label(),
        ):
            self.assertEqual(action["context"]["active_ids"], picking.ids)
            self.assertEqual(action["report_name"], LABEL)

    def test_handovers_have_no_label(self):
        out = self.rental.rental_picking_ids
        report = self.env.ref(ACTION)
        self.assertFalse(out.filtered_domain([("rental_kind", "=", "in")]))
        self.assertEqual(report.domain, "[('rental_kind', '=', 'in')]")
        html = self.env["ir.actions.report"]._render_qweb_html(LABEL, out.ids)[0]
        self.assertNotIn(out.name, html.decode())

    # === sent === #

    def test_the_mail_that_asks_for_the_return_has_the_label(self):
        picking = self._ask_back()
        attached = self._get_mails().attachment_ids
        self.assertEqual(len(attached), 1)
        self.assertTrue(attached.name.startswith(picking.name.replace("/", "-")))
        self.assertIn(picking.name, attached.raw.decode())

    def test_the_end_asks_with_a_label_too(self):
        self.rental.action_cancel()
        self.assertEqual(len(self._get_mails().attachment_ids), 1)

    def test_the_mail_of_the_handover_has_none(self):
        template = self.env.ref("subscription_rental_stock.mail_template_handover")
        mail = template.send_mail(self.rental.rental_picking_ids.id)
        self.assertFalse(self.env["mail.mail"].browse(mail).attachment_ids)

    def test_where_it_cannot_be_printed_the_return_goes_on(self):
        """A printer that fails holds back no end, and somebody is told."""
        reports = type(self.env["ir.actions.report"])
        failing = patch.object(reports, "_render_qweb_pdf", side_effect=UserError("No ink"))
        with failing:
            self.rental.action_cancel()
        picking = self.rental._get_open_returns()
        self.assertEqual(self.rental.state, "cancelled")
        self.assertIn("No ink", "".join(picking.message_ids.mapped("body")))
        mail = self._get_mails()
        self.assertTrue(mail)
        self.assertFalse(mail.attachment_ids)
        with failing:
            response = self._open(picking)
        self.assertIn("cannot be printed just now", response.text)

    # === in the portal === #

    def test_the_customer_prints_it_while_it_is_asked_for(self):
        page = f"/my/subscriptions/{self.rental.id}"
        self.authenticate("customer", "customer")
        self.assertNotIn("return label", self.url_open(page).text)
        picking = self._ask_back()
        text = self.url_open(page).text
        self.assertIn("To send back", text)
        self.assertIn(f"{page}/return_label/{picking.id}", text)
        response = self._open(picking)
        self.assertEqual(response.status_code, 200)
        self.assertIn("Dock Road 9", response.text)
        disposition = response.headers["Content-Disposition"]
        self.assertIn(picking.name.replace("/", "-"), disposition)
        picking._take_back_now()
        self.assertNotIn("return label", self.url_open(page).text)
        with mute_logger("odoo.http"):
            self.assertEqual(self._open(picking).status_code, 404)

    @mute_logger("odoo.http")
    def test_the_link_opens_ones_own_alone(self):
        other = self._ordered(partner_id=self.partner_b.id)
        self._ship(other, "P3")
        mine, theirs = self._ask_back(), self._ask_back(other)
        own, strange = self.rental._portal_ensure_token(), other._portal_ensure_token()
        self.assertEqual(self._open(mine, None, own).status_code, 200)
        for login, token, picking, rental in (
            (None, None, mine, self.rental),
            (None, strange, mine, self.rental),
            (None, "\u20ac", mine, self.rental),
            ("stranger", None, mine, self.rental),
            ("stranger", strange, mine, self.rental),
            # What is not a return of that subscription.
            (None, own, theirs, self.rental),
            (None, strange, mine, other),
            ("customer", None, theirs, self.rental),
            ("customer", None, other.rental_picking_ids[-1:], self.rental),
        ):
            with self.subTest(login=login, token=token, picking=picking.name):
                response = self._open(picking, login, token, rental)
                self.assertEqual(response.status_code, 404)
                self.assertNotIn("Dock Road", response.text)
