import io
from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import freeze_time

from ..sepa import pain008
from .common import OWN_IBAN, SepaCommon


@freeze_time("2024-01-01 12:00:00")
class TestCollections(SepaCommon):
    """Debits of one day, scheme and sequence leave in one file, once (BI6)."""

    def _days(self, collections):
        return [(str(one.day), one.scheme, one.debit_count) for one in collections]

    def test_they_are_gathered_when_their_day_is_near(self):
        self._debit()
        self.assertFalse(self._gather("2023-12-28"))
        self._debit()
        collections = self._gather("2024-01-04")
        self.assertEqual(self._days(collections), [("2024-01-15", "CORE", 2)])
        self.assertEqual(collections.total, 58.0)
        self.assertEqual(collections.file_day, date(2024, 1, 11))

    def test_the_invoice_says_its_debit_and_today_counts_what_came_back(self):
        collection = self._exported(2)
        debit, other = collection.debit_ids
        said = debit.rental_invoice_id.rental_debit_sentence
        self.assertRegex(said, r"29\.00.€ will be debited on 01/15/2024 from NL91 .* 4300")
        self.assertIn(f"with {collection.name}", said)
        today = self.env["subscription.today"]
        counted = {one["name"]: one["count"] for one in today.get_today()["doors"]}
        self.assertEqual(counted["returned"], 0)
        self._read_in(self._camt(self._return(debit, "AM04")))
        counted = {one["name"]: one["count"] for one in today.get_today()["doors"]}
        self.assertEqual(counted["returned"], 1)
        opened = today.action_open_door("returned")
        found = self.env["payment.transaction"].search(opened["domain"])
        self.assertEqual(found, debit)
        self.assertFalse(debit.rental_invoice_id.rental_debit_sentence)
        self.assertTrue(other.rental_invoice_id.rental_debit_sentence)

    def test_schemes_and_first_ones_are_apart(self):
        self.company.subscription_sepa_marks_first = True
        self.partner_a.is_company = True
        subscription = self._subscription()
        self._active(subscription, scheme="B2B")
        self._bill(subscription, "2024-01-01")
        known = self._debit().rental_mandate_id
        known._note_accepted(date(2023, 12, 1))
        self._debit()
        found = {
            (one.scheme, one.sequence): one.debit_count
            for one in self._gather("2024-01-10")
        }
        wanted = {("B2B", "FRST"): 1, ("CORE", "RCUR"): 1, ("CORE", "FRST"): 1}
        self.assertEqual(found, wanted)

    def test_the_file_says_it_all_and_its_schema_accepts_it(self):
        debit = self._debit()
        for version in pain008.VERSIONS:
            with self.subTest(version), self.env.cr.savepoint() as point:
                self.company.subscription_sepa_version = version
                collection = self._gather("2024-01-10")
                collection.action_export()
                raw = collection.attachment_id.raw
                pain008.check(io.BytesIO(raw), version)
                told = self._file(collection)
                self.assertEqual(told["EndToEndId"], [f"RS{debit.id}"])
                self.assertEqual(told["InstdAmt"], ["29.00"])
                self.assertEqual(told["CtrlSum"], ["29.00", "29.00"])
                self.assertEqual(told["ReqdColltnDt"], ["2024-01-15"])
                self.assertEqual(told["IBAN"], [OWN_IBAN, "NL91ABNA0417164300"])
                self.assertEqual(told["MndtId"], [debit.rental_mandate_id.reference])
                self.assertEqual(told["Ustrd"], [debit.rental_invoice_id.name])
                self.assertEqual(told["PmtInfId"], [collection.name])
                point.rollback()

    def test_it_is_exported_once_and_downloaded_unchanged(self):
        collection = self._exported()
        closings = self.env["subscription.closing"]
        closing = closings._get_for(self.company, collection.day)
        closing.action_count()
        row = closing.figure_ids.filtered(lambda row: row.code == "sepa")
        self.assertEqual((row.amount, row.row_count), (collection.total, 1))
        raw = collection.attachment_id.raw
        self.assertRefused("exported already", collection.action_export)
        self.assertIn(str(collection.attachment_id.id), collection.action_download()["url"])
        self.assertEqual(collection.attachment_id.raw, raw)
        collection.attachment_id.raw = raw + b" "
        self.assertRefused("was changed", collection.action_download)

    def test_what_the_schema_refuses_does_not_leave(self):
        self._debit()
        collection = self._gather("2024-01-10")
        error = pain008.InvalidFileError("line 1")
        with patch.object(pain008, "check", side_effect=error):
            self.assertRefused("was not kept", collection.action_export)
        self.assertFalse(collection.attachment_id)
        self.assertEqual(collection.state, "draft")

    def test_a_copy_of_the_database_makes_no_file(self):
        self._debit()
        collection = self._gather("2024-01-10")
        guard = self.registry["subscription.collection.guard"]
        with patch.object(guard, "_is_copy", lambda _guard: True):
            self.assertRefused("a copy", collection.action_export)

    def test_cancelled_before_the_bank_has_it_its_debits_wait(self):
        collection = self._exported()
        debit = collection.debit_ids
        collection.action_cancel()
        self.assertFalse(debit.rental_collection_id)
        self.assertEqual(debit.rental_outcome, "pending")
        again = self._gather("2024-01-10")[-1:]
        self.assertEqual((again.debit_ids, again != collection), (debit, True))
        again.action_export()
        again.action_sent()
        self.assertRefused("with the bank already", again.action_cancel)

    def test_what_was_paid_otherwise_is_left_out(self):
        paid, kept = self._debit(), self._debit()
        collection = self._gather("2024-01-10")
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=paid.rental_invoice_id.ids
        ).create({"payment_date": "2024-01-05"})._create_payments()
        self.assertIn("have ended: 1", collection.warning)
        collection.action_export()
        self.assertEqual(collection.debit_ids, kept)
        self.assertEqual(self._file(collection)["NbOfTxs"], ["1", "1"])
        self.assertEqual(paid.state, "cancel")

    def test_a_mandate_that_was_revoked_is_left_out(self):
        gone, kept = self._debit(), self._debit()
        collection = self._gather("2024-01-10")
        gone.rental_mandate_id.action_revoke()
        collection.action_export()
        self.assertEqual(collection.debit_ids, kept)
        self.assertEqual(gone.rental_outcome, "declined")

    def test_too_late_it_leaves_for_the_next_day_and_the_customer_is_told(self):
        self._debit()
        collection = self._gather("2024-01-10")
        with freeze_time("2024-01-12 12:00:00"):
            self.assertIn("too late", collection.warning)
            collection.action_export()
        self.assertEqual(collection.day, date(2024, 1, 16))
        self.assertEqual(collection.debit_ids.rental_told_day, date(2024, 1, 16))
        self.assertEqual(self._file(collection)["ReqdColltnDt"], ["2024-01-16"])

    def test_a_second_person_approves_and_a_third_hand_is_not_needed(self):
        self.company.subscription_sepa_second_person = True
        second = self._second()
        self._debit()
        with freeze_time("2024-01-10 12:00:00"):
            self.env["subscription.sepa.collection"].action_make_collections()
        collection = self.env["subscription.sepa.collection"].search([])
        self.assertRefused("somebody else approves", collection.action_approve)
        self.assertRefused("has to be approved", collection.action_export)
        collection.with_user(second).action_approve()
        theirs = collection.with_user(second)
        self.assertRefused("You approved", theirs.action_export)
        collection.action_export()
        self.assertEqual(collection.approved_by_id, second)

    def test_clerks_neither_see_nor_make_files(self):
        collection = self._exported()
        clerk = self._clerk()
        for method in ("action_export", "action_download", "action_cancel"):
            with self.assertRaises(AccessError):
                getattr(collection.with_user(clerk), method)()
        with self.assertRaises(AccessError):
            collection.attachment_id.with_user(clerk).read(["raw"])

    def test_amended_mandates_say_so_until_the_bank_took_it(self):
        debit = self._debit()
        mandate = debit.rental_mandate_id
        mandate._note_accepted(date(2023, 12, 1))
        mandate._amend_account("DE89370400440532013000", "")
        collection = self._gather("2024-01-10")
        collection.action_export()
        told = self._file(collection)
        self.assertEqual(told["AmdmntInd"], ["true"])
        self.assertIn("SMNDA", told["Id"])
        self.assertIn("DE89370400440532013000", told["IBAN"])
        self.assertTrue(mandate.account_changed)
        group = "<GrpSts>ACCP</GrpSts>"
        self._read_in(self._pain(collection, group=group))
        self.assertFalse(mandate.account_changed)
