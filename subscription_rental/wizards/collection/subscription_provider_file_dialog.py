import base64
import binascii

from odoo import api, fields, models, tools
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ...billing import provider_file
from ...locking import lock

# As many rows as Odoo's own import takes at once.
LIMIT = 2000
# Providers that know a method by its holder first.
HOLDER_FIRST = {"stripe"}


class SubscriptionProviderFileDialog(models.TransientModel):
    """Store the cards in a payment provider's own export: shown first, then done (SE12)."""

    _name = "subscription.provider.file.dialog"
    _inherit = ["subscription.dialog.mixin"]
    _description = "Cards of a Payment Provider"
    _rec_name = "provider_id"

    provider_id = fields.Many2one(
        "payment.provider",
        string="Payment Provider",
        required=True,
        domain="[('state', '=', 'enabled'), ('allow_tokenization', '=', True), "
        "('company_id', 'in', allowed_company_ids)]",
    )
    data = fields.Binary(string="File", attachment=False)
    filename = fields.Char()
    row_ids = fields.One2many("subscription.provider.file.row", "dialog_id")
    new_count = fields.Integer(compute="_compute_counts")
    known_count = fields.Integer(compute="_compute_counts")
    refused_count = fields.Integer(compute="_compute_counts")
    stored_count = fields.Integer(compute="_compute_counts")

    @api.depends("row_ids.outcome")
    def _compute_counts(self):
        for dialog in self:
            outcomes = dialog.row_ids.mapped("outcome")
            for name in ("new", "known", "refused", "stored"):
                dialog[f"{name}_count"] = outcomes.count(name)

    def action_preview(self):
        """Show what each row of the file would store; store nothing."""
        self._check_manages_providers()
        rows = self._read_file()
        customers = self._match_customers({row.customer for row in rows})
        names = self._get_method_names()
        self.row_ids = [
            Command.clear(),
            *(
                Command.create(self._prepare_file_row(one, customers, names))
                for one in rows
            ),
        ]
        self.row_ids._try_each()
        return self._get_file_action()

    def action_store(self):
        """Store what is new: nothing is charged, nobody is told."""
        self._check_manages_providers()
        self._do_once()
        # Another one may read in the same file.
        lock(self.provider_id.sudo())
        self.row_ids.filtered(lambda row: row.outcome == "new")._store()
        self.row_ids.write({"provider_ref": False, "second_ref": False})
        self.data = False
        return self._get_file_action()

    def _check_manages_providers(self):
        """Raise AccessError unless the user may manage payment providers."""
        self.ensure_one()
        self.check_access("write")
        self.provider_id.check_access("write")

    def _get_file_action(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cards of a Payment Provider"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "current",
        }

    # === the file === #

    def _read_file(self):
        """Return the rows of the file; raise UserError if it is none."""
        try:
            text = base64.b64decode(self.data or b"").decode("utf-8-sig")
            rows = provider_file.read(text)
        except (UnicodeDecodeError, binascii.Error) as error:
            raise UserError(
                self.env._("This is no CSV file in UTF-8: save it as such, and try again.")
            ) from error
        except provider_file.UnknownColumnsError as error:
            raise UserError(self._get_missing_message(error.missing)) from error
        if len(rows) > LIMIT:
            raise UserError(
                self.env._(
                    "The file has %(count)s rows: split it into files of %(most)s at most.",
                    count=len(rows),
                    most=LIMIT,
                )
            )
        return rows

    def _get_missing_message(self, missing):
        """Return what to do where columns are missing, as sentences."""
        sentences = {
            "customer": self.env._(
                "No column says whose card it is: name one *email*, or *customer* with "
                "the reference of the contact."
            ),
            "reference": self.env._(
                "No column says what the provider knows the card by: name it *reference*."
            ),
        }
        return " ".join(sentences[one] for one in missing)

    def _match_customers(self, texts):
        """Return {e-mail or reference in the file: contacts that have it}."""
        addresses = {text: tools.email_normalize(text) for text in texts}
        company = self.provider_id.company_id
        here = Domain("company_id", "=", False) | Domain(
            "company_id", "child_of", company.id
        )
        named = Domain("email_normalized", "in", list(filter(None, addresses.values())))
        named |= Domain("ref", "in", list(texts))
        partners = self.env["res.partner"].search(here & named)
        by_address = partners.filtered("email_normalized").grouped("email_normalized")
        by_ref = partners.filtered("ref").grouped("ref")
        nobody = partners.browse()
        return {
            text: by_ref.get(text, nobody) | by_address.get(address, nobody)
            for text, address in addresses.items()
        }

    def _get_method_names(self):
        """Return how people may call what the provider saves, as it stands in files."""
        offered = self.provider_id.payment_method_ids
        methods = offered | offered.brand_ids
        return {name.casefold() for one in methods for name in (one.name, one.code)}

    def _prepare_file_row(self, row, customers, names):
        """Return the values of the row that shows one of the file."""
        found = customers[row.customer]
        # A company rather than its people; people of several companies may be anybody.
        is_one = len(found.commercial_partner_id) == 1
        partner = found
        if len(found) > 1 and is_one:
            partner = found.filtered(lambda one: not one.parent_id)
        partner = partner if len(partner) == 1 else partner.browse()
        return {
            **self._prepare_method_references(row),
            "number": row.number,
            "customer": row.customer,
            "partner_id": partner.id,
            "method": row.brand if row.brand.casefold() in names else "card",
            "last4": row.last4,
            "expiry": row.expiry,
            "problem": self._get_row_problem(row, found, partner),
        }

    def _prepare_method_references(self, row):
        """Return the references of a card, in the provider's order."""
        if self.provider_id.code in HOLDER_FIRST:
            return {"provider_ref": row.holder, "second_ref": row.reference}
        return {"provider_ref": row.reference, "second_ref": row.holder}

    def _get_row_problem(self, row, found, partner):
        """Return what is wrong with a row by itself, as a sentence; "" if nothing is."""
        if not row.customer:
            return self.env._("Nobody is named: give an e-mail address or a reference.")
        if not found:
            return self.env._(
                "No customer has this e-mail address or reference: enter it on the "
                "contact, and show the file again."
            )
        if not partner:
            return self.env._(
                "Several contacts have it: %(names)s. Give the reference of one in the "
                "file.",
                names=", ".join(found[:3].mapped("display_name")),
            )
        if row.unreadable:
            return self.env._(
                "%(text)s is no expiry: write month and year, as in 08/2027.",
                text=row.unreadable,
            )
        return ""
