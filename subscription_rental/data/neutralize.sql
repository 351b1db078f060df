-- A copy never charges: it does not know the database that it is any more.
INSERT INTO ir_config_parameter (key, value, create_uid, create_date, write_uid, write_date)
VALUES ('subscription_rental.collecting_database', 'neutralized', 1, now(), 1, now())
    ON CONFLICT (key) DO UPDATE SET value = 'neutralized';
-- What it was to charge next, and the customers' stored methods, stay behind.
UPDATE account_move SET rental_collect_date = NULL WHERE rental_collect_date IS NOT NULL;
UPDATE payment_token SET active = false;
-- What waits in the queue of mails to remind customers is not sent from a copy.
UPDATE mail_mail SET state = 'cancel'
 WHERE state = 'outgoing' AND id IN (SELECT mail_id FROM subscription_reminder);
