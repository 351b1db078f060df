from datetime import timedelta

from odoo import fields, models
from odoo.tools.misc import format_date, format_datetime

RECEIPT = "subscription_rental.mail_template_declaration"


class SubscriptionSubscription(models.Model):
    """What customers declared to end it: kept, and answered by a receipt at once (PO4)."""

    _inherit = "subscription.subscription"

    declaration_ids = fields.One2many(
        "subscription.declaration",
        "subscription_id",
        string="Declarations",
        readonly=True,
        copy=False,
    )

    def _declare(self, kind, person, *, reason="", end=None, carried_out=True):
        """Keep what the customer declared, and mail the receipt; return the declaration.

        :param person: {"name", "email"} as given by who declared it
        :param end: the first day without the subscription, where it is known
        """
        self.ensure_one()
        declarations = self.env["subscription.declaration"]
        vals = {
            "subscription_id": self.id,
            "partner_id": self.partner_id.id,
            "kind": kind,
            "declared_at": fields.Datetime.now(),
            "declared_by": person["name"] or self.partner_id.name,
            "sent_to": person["email"] or self.partner_id.email_normalized,
            "declared_reason": reason or False,
            "declared_end": end,
            "is_carried_out": carried_out,
        }
        if not carried_out and (same := declarations.sudo()._find_same(vals)):
            # The same form, sent twice.
            return same
        declaration = declarations._create_kept([vals])
        self.invalidate_recordset(["declaration_ids"])
        declaration._write_kept({"receipt_id": self._send_receipt(declaration).id})
        return declaration

    def _send_receipt(self, declaration):
        """Mail the receipt of a `declaration`: to the customer, and to the address given.

        So nobody ends a contract of which its customer does not hear.
        """
        template = self.env.ref(RECEIPT)
        given = declaration.sent_to
        known = self.partner_id
        # What is posted does not reach archived contacts: who declares is answered still.
        if given and (given != known.email_normalized or not known.active):
            other = {"email_to": given, "recipient_ids": [], "auto_delete": True}
            template.sudo().send_mail(self.id, email_values=other)
        return self.with_context(lang=self.partner_id.lang).message_post_with_source(
            template,
            # Followers have no business with the link in it.
            subtype_xmlid="mail.mt_note",
            email_layout_xmlid="mail.mail_notification_light",
        )

    def _get_receipt(self):
        """Return the latest declaration, of which the receipt tells; or nothing.

        Odoo renders each template on some record before it saves it: also on one of which
        nothing was declared.
        """
        self.ensure_one()
        return self.declaration_ids.sorted(lambda one: one.id)[-1:]

    def _get_declared_moment(self):
        """Return day and time of the latest declaration, where the company is."""
        self.ensure_one()
        zone = self.company_id.subscription_tz or "UTC"
        moment = self._get_receipt().declared_at
        shown = format_datetime(self.env, moment, tz=zone, dt_format="medium")
        return f"{shown} ({zone})" if moment else ""

    def _get_received_sentence(self):
        """Return that the latest declaration was received, and when."""
        self.ensure_one()
        return self.env._(
            "We received what you declared about %(name)s on %(moment)s, and sent you a "
            "receipt by e-mail.",
            name=self.name,
            moment=self._get_declared_moment(),
        )

    def _get_declared_subject(self):
        """Return the subject of the receipt of the latest declaration."""
        self.ensure_one()
        if self._get_receipt().kind == "withdrawal":
            return self.env._("We received your withdrawal: %(name)s", name=self.name)
        return self.env._("We received your cancellation: %(name)s", name=self.name)

    def _get_declared_sentences(self):
        """Return what was declared and what follows from it, as sentences."""
        self.ensure_one()
        declaration = self._get_receipt()
        plan = self.plan_id.name
        if declaration.kind == "withdrawal":
            said = self.env._(
                "%(person)s withdraws from the contract %(name)s, %(plan)s.",
                person=declaration.declared_by,
                name=self.name,
                plan=plan,
            )
        else:
            said = self.env._(
                "%(person)s cancels the contract %(name)s, %(plan)s.",
                person=declaration.declared_by or "",
                name=self.name,
                plan=plan,
            )
        return [said, *self._get_declared_outcome(declaration)]

    def _get_declared_outcome(self, declaration):
        """Return what follows from a `declaration`, as sentences.

        Runs when its receipt is sent; an override adds what its addon does.
        """
        self.ensure_one()
        if not declaration.is_carried_out:
            return [self.env._("A person looks at it, and answers you.")]
        if declaration.kind == "withdrawal":
            return self._get_withdrawn_sentences()
        last = declaration.declared_end and declaration.declared_end - timedelta(days=1)
        if not last:
            return [self.env._("It has ended: it never began.")]
        return [
            self.env._(
                "It ends after %(day)s. What was used until then is still invoiced.",
                day=format_date(self.env, last),
            )
        ]

    def _get_own_rows(self):
        """Add the receipts: each declaration is an event of its own."""
        return super()._get_own_rows() | self._origin.declaration_ids.receipt_id

    def _get_history(self):
        """Add what the customer declared to the events."""
        events = super()._get_history()
        kinds = self.env["subscription.declaration"]._fields["kind"]
        names = dict(kinds._description_selection(self.env))
        events += [
            self._prepare_event(
                one,
                what=self.env._("Declared: %(kind)s", kind=names[one.kind]),
                why=one.declared_reason or "",
                who=one.declared_by,
            )
            for one in self._origin.declaration_ids
        ]
        return sorted(events, key=lambda event: event["moment"], reverse=True)
