from odoo import fields, models

from odoo.addons.subscription_rental.retold import told


class SubscriptionSubscription(models.Model):
    """Units, papers and incidents in the one timeline of a subscription (LC8)."""

    _inherit = "subscription.subscription"

    def _get_history(self):
        """Add units, papers and incidents to the history."""
        events = super()._get_history()
        if not self.id:
            return events
        events += [
            *self._get_unit_events(),
            *self._get_paper_events(),
            *self._get_incident_events(),
        ]
        return sorted(events, key=lambda event: event["moment"], reverse=True)

    def _get_unit_events(self):
        """Return the events of units that the customer got, and that came back."""
        units = self._origin.sudo().assignment_ids
        given = dict(units._fields["reason"]._description_selection(self.env))
        ended = dict(units._fields["end_reason"]._description_selection(self.env))
        events = []
        for unit in units:
            what = f"{given[unit.reason]}: {unit.display_name}"
            events.append(
                self._prepare_event(unit, day=unit.date_from, what=what, why=unit.note)
            )
            if unit.date_to:
                what = f"{ended[unit.end_reason]}: {unit.display_name}"
                events.append(
                    self._prepare_event(
                        unit,
                        day=unit.date_to,
                        what=what,
                        why=told(unit, "end_note"),
                        who=unit.write_uid.name,
                    )
                )
        return events

    def _get_paper_events(self):
        """Return the events of identities checked and of signatures."""
        pickings = self._origin.sudo().rental_picking_ids
        events = []
        for record in pickings.filtered(lambda one: one.state == "done"):
            document = record.rental_identity_document
            if document:
                names = record._fields["rental_identity_document"]
                what = self.env._(
                    "%(transfer)s: identity checked (%(document)s)",
                    transfer=record.name,
                    document=dict(names._description_selection(self.env))[document],
                )
                who = record.rental_identity_uid.name
                day = self._get_local_day(record.rental_identity_on)
                events.append(self._prepare_event(record, day=day, what=what, who=who))
            if record.rental_signature:
                what = self.env._("%(transfer)s: signed", transfer=record.name)
                day = self._get_local_day(record.rental_signed_on)
                who = record.rental_signed_by or record.partner_id.name
                events.append(self._prepare_event(record, day=day, what=what, who=who))
        return events

    def _get_incident_events(self):
        """Return the events of reported incidents."""
        incidents = self._origin.sudo().incident_ids
        kinds = dict(incidents._fields["kind"]._description_selection(self.env))
        return [
            self._prepare_event(
                incident,
                day=incident.date,
                what=f"{incident.name}: {kinds[incident.kind]}",
                why=incident.description,
            )
            for incident in incidents
        ]

    def _get_local_day(self, moment):
        return moment and fields.Datetime.context_timestamp(self, moment).date()
