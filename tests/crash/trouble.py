"""What may happen to a run of the billing job, at random moments."""

import time

WORKERS = 2
BACKENDS = """
    SELECT pid FROM pg_stat_activity
     WHERE datname = current_database() AND pid != pg_backend_pid()
       AND backend_type = 'client backend' ORDER BY pid
"""
# An INSERT fails now and then, and once for so long that no call of the job gets anything
# done; a COMMIT fails now and then as well. The count goes on when a transaction is undone.
DISK_IS_FULL = """
    CREATE SEQUENCE crash_insert;
    CREATE SEQUENCE crash_commit;
    CREATE FUNCTION crash_on_insert() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE number bigint := nextval('crash_insert');
    BEGIN
        IF number % 6 = 0 OR number BETWEEN 15 AND 45 THEN
            RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100';
        END IF;
        RETURN NULL;
    END $$;
    CREATE FUNCTION crash_on_commit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF nextval('crash_commit') % 50 = 0 THEN
            RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER crash_on_insert BEFORE INSERT ON account_move_line
        EXECUTE FUNCTION crash_on_insert();
    CREATE CONSTRAINT TRIGGER crash_on_commit AFTER INSERT ON subscription_period
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION crash_on_commit();
"""
# A technical error, in the middle of the batch's work.
POISON_SLOTS = """
    CREATE FUNCTION crash_poison() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'This one is poisoned';
    END $$;
    CREATE TRIGGER crash_poison BEFORE INSERT ON subscription_period
        FOR EACH ROW WHEN (NEW.subscription_id % 25 = 7)
        EXECUTE FUNCTION crash_poison();
"""


def wait(luck, longest):
    """Wait for a random time."""
    time.sleep(luck.uniform(0.02, longest))


def finish(scene):
    """Let undisturbed workers do the rest; return the errors that stopped them."""
    workers = [scene.start_worker() for _ in range(WORKERS)]
    return [error for process in workers for error in process.result()]


def kill_workers(scene, luck, count):
    """Kill workers `count` times, and start others instead; return how many were hit.

    One is killed at random moments; the other lives until it dies right after a commit
    of a batch, at least once for every four kills asked for. All are dead in the end.
    """
    victim, mortal = scene.start_worker(), scene.start_mortal_worker(luck)
    killed = died = 0
    while killed + died < count or died < count // 4:
        wait(luck, 0.6)
        if not victim.kill():
            break
        killed += 1
        if not mortal.is_alive() or luck.random() < 0.1:
            died += mortal.kill()
            mortal = scene.start_mortal_worker(luck)
        victim = scene.start_worker()
    victim.kill()
    mortal.kill()
    return killed + died


def lose_connections(scene, luck, count):
    """Break workers' connections, `count` times; return how many, and the errors."""
    workers = [scene.start_worker() for _ in range(WORKERS)]
    lost = 0
    while lost < count and any(process.is_alive() for process in workers):
        wait(luck, 0.8)
        backends = scene.query(BACKENDS)
        if backends:
            scene.query(f"SELECT pg_terminate_backend({luck.choice(backends)[0]})")
            lost += 1
    return lost, [error for process in workers for error in process.result()]


def kill_server(scene, server, luck, count):
    """Kill the database server `count` times while workers work, and start it again.

    Return the errors that stopped the workers.
    """
    workers = [scene.start_worker() for _ in range(WORKERS)]
    for _ in range(count):
        wait(luck, 3)
        server.kill()
        server.ensure()
    assert all(process.is_alive() for process in workers), "done before the last kill"
    return [error for process in workers for error in process.result()]
