"""The rules of SEPA direct debits: no ORM, no clock, no network."""
