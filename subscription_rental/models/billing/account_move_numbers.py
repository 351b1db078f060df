from odoo import models

# Addons whose code between posting and the end of a batch needs no number: read, and
# tested. With any other one that takes part, numbers are given as Odoo does.
KNOWN = {"account", "sale", "stock_account"}
OURS = "subscription_rental"
# What takes part in posting an invoice, or in giving it a number.
STEPS = (
    "_post",
    "_compute_name",
    "_compute_payment_reference",
    "_get_last_sequence_domain",
    "_get_next_sequence_format",
    "_get_starting_sequence",
    "_hash_moves",
    "_inverse_name",
    "_locked_increment",
    "_set_next_made_sequence_gap",
    "_set_next_sequence",
)
# What follows from a number, and waits for it.
PARTS = ("sequence_prefix", "sequence_number", "made_sequence_gap")
NUMBERS = ("name", "payment_reference", *PARTS)
FORMATS = "subscription_rental.number_formats"


class AccountMove(models.Model):
    """Numbers of a batch of invoices, given together when all else is done (BI1).

    From the first number of a journal to the commit everybody else who posts there waits.
    """

    _inherit = "account.move"

    # === posting === #

    def _post_before_numbers(self):
        """Post those of these invoices that can have their numbers later."""
        if not self._has_known_steps():
            return
        later = self.filtered(lambda move: move._can_be_numbered_later())
        names = [self._fields[name] for name in NUMBERS]
        shown = [later.line_ids._fields["move_name"]]
        with self.env.protecting([(names, later), (shown, later.line_ids)]):
            later._post(soft=False)

    def _post_with_numbers(self):
        """Give these invoices their numbers, and post those that are drafts yet."""
        # Whatever waits for the database is done before anybody else has to wait.
        self.env.flush_all()
        self.filtered(lambda move: move.state == "draft")._post(soft=False)
        self.filtered(lambda move: not move.name)._give_numbers()

    def _can_be_numbered_later(self):
        """Return whether nothing that posting this draft does needs its number.

        What is paid at once names it in messages; a journal that is secured hashes it.
        """
        self.ensure_one()
        return (
            self.move_type == "out_invoice"
            and not self.name
            and self.currency_id.compare_amounts(self.amount_total, 0) > 0
            and not self.journal_id.restrict_mode_hash_table
            and not self.journal_id.is_self_billing
            and not self.invoice_line_ids.sale_line_ids
        )

    def _has_known_steps(self):
        """Return whether only addons take part of which it is known what they need.

        Automation rules on invoices see them the moment they are posted.
        """
        if hasattr(type(self).write, "origin"):
            return False
        taking_part = {
            cls.__module__.removeprefix("odoo.addons.").split(".")[0]
            for cls in type(self).__mro__
            if not vars(cls).keys().isdisjoint(STEPS)
        }
        return all(addon.startswith(OURS) for addon in taking_part - KNOWN)

    # === numbers === #

    def _give_numbers(self):
        """Compute the numbers of these posted invoices by Odoo's own rules."""
        # As when they are posted: nobody has typed anything.
        moves = self.with_context(skip_is_manually_modified=True)
        kept = self.env.cr.precommit.data
        kept[FORMATS] = {}
        self.env.add_to_compute(self._fields["name"], moves)
        # Odoo would write these one invoice after the other.
        parts = [self._fields[name] for name in PARTS]
        try:
            with self.env.protecting(parts, moves):
                moves._recompute_recordset(["name"])
        finally:
            kept.pop(FORMATS, None)
        moves.modified(["name"])
        moves._note_no_gap()
        self.env.flush_all()

    def _note_no_gap(self):
        """Note that these numbers follow others: also those that nobody here can see.

        What another worker has numbered meanwhile was found taken, one by one.
        """
        gap = self._fields["made_sequence_gap"]
        self.env.remove_to_compute(gap, self)
        with self.env.protecting([gap], self):
            self.made_sequence_gap = False

    def _set_next_made_sequence_gap(self, made_gap):
        """Tell what follows a number of its gap; nothing follows those of a batch.

        Looking for it would write the invoices twice while everybody else waits.
        """
        if FORMATS in self.env.cr.precommit.data:
            return
        super()._set_next_made_sequence_gap(made_gap)

    def _get_next_sequence_format(self):
        """Ask for the last number once for invoices that are numbered together.

        From the first of them to the commit nobody else gives numbers there.
        """
        known = self.env.cr.precommit.data.get(FORMATS)
        if known is None:
            return super()._get_next_sequence_format()
        key = self.journal_id, self.move_type, self.date
        if key not in known:
            known[key] = super()._get_next_sequence_format()
        text, values = known[key]
        return text, dict(values)
