import { sql } from 'kysely'
import { decideConfig } from '../../server/main/config.ts'
import { reachDatabase } from '../../server/main/reach-database.ts'
import { openDataFolder } from '../../server/platform/data-folder/data-folder.ts'
import { openDatabase } from '../../server/platform/database/database.ts'
import { projectRoot } from '../../server/testkit/stage.ts'

export interface DaySize {
  customers: number
  stops: number
  drivers: number
}

/**
 * Lays a large invented day into the database of a running stage: customers on a grid around the depot, drivers with
 * trucks, stops of the day in the tray, a third of them with a promised window, and hours of which our trucks have learned
 * that they are slow.
 */
export async function foundDay(dataFolder: string, date: string, size: DaySize): Promise<void> {
  const config = decideConfig({ ...process.env, LUCKYGAS_DATA: dataFolder }, projectRoot)
  const reached = await reachDatabase(config, openDataFolder(dataFolder), 'bench', () => undefined)
  const { db, close } = openDatabase({ connectionString: reached.connectionString })
  try {
    const depot = await db
      .selectFrom('depot')
      .select(['id', 'latitude', 'longitude'])
      .executeTakeFirstOrThrow()
    await sql`insert into customer (id, code, kind, short_name, settlement, source, created_at, updated_at)
      select gen_random_uuid(), (2000000 + n)::text, case when n % 3 = 0 then 'household' else 'commercial' end,
        '測試店' || n, 'cash', 'office', now(), now() from generate_series(1, ${size.customers}::int) n`.execute(
      db,
    )
    await sql`insert into site (id, customer_id, depot_id, address, latitude, longitude, point_source,
        point_precision_metres, series_capacity_grams, created_at, updated_at)
      select gen_random_uuid(), id, ${depot.id}, '台東縣台東市測試路' || code || '號',
        ${depot.latitude}::float8 + ((code::bigint * 7919) % 1000 - 500) * 0.00006,
        ${depot.longitude}::float8 + ((code::bigint * 104729) % 1000 - 500) * 0.00006,
        'staff', 5, 80000, now(), now() from customer where code >= '2000001' and code < '3000000'`.execute(
      db,
    )
    await sql`with person as (
        insert into app_user (id, login, name, role, depot_id, password_hash, password_changed_at, created_at)
        select gen_random_uuid(), 'bench-driver-' || n, '司機' || n, 'driver', ${depot.id}, 'none', now(), now()
        from generate_series(1, ${size.drivers}::int) n returning id, name),
      wheels as (
        insert into vehicle (id, depot_id, plate, name, kind, max_load_grams, slots)
        select gen_random_uuid(), ${depot.id}, 'BEN-' || substr(name, 3), '', 'truck', 1800000, '{"50": 10, "20": 40, "16": 20}'
        from person returning id, plate)
      insert into driver (id, user_id, depot_id, letter, name, vehicle_id)
      select gen_random_uuid(), person.id, ${depot.id}, chr(65 + substr(person.name, 3)::int), person.name, wheels.id
      from person join wheels on wheels.plate = 'BEN-' || substr(person.name, 3)`.execute(db)
    await sql`with plan as (
        insert into day_plan (id, depot_id, date, state, created_at)
        values (gen_random_uuid(), ${depot.id}, ${date}, 'draft', now()) returning id),
      added as (
        insert into stop (id, plan_id, site_id, state, windows, created_at)
        select gen_random_uuid(), plan.id, site.id, 'unplanned',
          case when row_number() over (order by site.id) % 3 = 0
            then jsonb_build_array(jsonb_build_object('fromMinute', 540, 'toMinute', 720))
            else '[{"fromMinute": 480, "toMinute": 1080}]'::jsonb end, now()
        from plan, (select id from site order by id limit ${size.stops}) site returning id)
      insert into stop_line (stop_id, product_code, full_out, empty_in, unit_price_ntd)
      select id, '20', 2, 2, 860 from added`.execute(db)
    await sql`insert into travel_factor (from_zone, to_zone, band, factor, samples, learned_at)
      select '', '', band, factor, 500, now() from (values ('day', 1.15), ('morning', 1.3), ('midday', 1.0),
        ('afternoon', 1.2), ('evening', 1.1)) learned (band, factor)`.execute(db)
    await sql`analyze`.execute(db)
  } finally {
    await close()
    await reached.release()
  }
}
