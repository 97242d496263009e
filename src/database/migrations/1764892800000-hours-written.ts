import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Hours may be written past us, by hand or by a script. Whoever writes them sets a timer with it, so that every screen
 * follows and broken ones are alarmed at once. Its subject is new with each transaction: a timer that is firing right
 * now has read the hours that were.
 */
export class HoursWritten1764892800000 implements MigrationInterface {
  name = 'HoursWritten1764892800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE FUNCTION follow_written_hours() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO timer (kind, subject, due_at)
          SELECT 'opening-change', id || '@written ' || pg_current_xact_id(), 'epoch'
          FROM account WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.account_id ELSE NEW.account_id END
          ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $$`);
    await runner.query(`CREATE TRIGGER opening_schedule_written AFTER INSERT OR UPDATE OR DELETE ON opening_schedule
      FOR EACH ROW EXECUTE FUNCTION follow_written_hours()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER opening_schedule_written ON opening_schedule');
    await runner.query('DROP FUNCTION follow_written_hours');
  }
}
