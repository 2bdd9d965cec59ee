-- A stop stands on two plans at once: the draft that dispatchers change, and the publication that drivers hold.
-- Drivers see only the published place; publishing copies the one to the other.
alter table stop
  add column published_run_id uuid references run (id),
  add column published_trip integer,
  add column published_position integer,
  add column published_arrive_minute integer;
create index stop_published_run on stop (published_run_id, published_trip, published_position);

insert into parameter (name, effective_from, value, unit, source) values
  ('dispatch.service-minutes-commercial', '2000-01-01', '10', 'min', 'company practice: 10 minutes a shop'),
  ('dispatch.service-minutes-household', '2000-01-01', '5', 'min', 'company practice: 5 minutes a home'),
  ('dispatch.minutes-per-cylinder', '2000-01-01', '1', 'min', 'company practice'),
  ('dispatch.minutes-per-floor', '2000-01-01', '0.5', 'min a cylinder and floor without lift', 'company practice'),
  ('dispatch.reload-minutes', '2000-01-01', '20', 'min', 'company practice'),
  ('dispatch.load-minutes', '2000-01-01', '15', 'min before the first departure', 'company practice'),
  ('dispatch.settle-minutes', '2000-01-01', '15', 'min after the last return', 'company practice'),
  ('dispatch.max-trips-truck', '2000-01-01', '3', 'trips a day', 'company practice'),
  ('dispatch.max-trips-motorcycle', '2000-01-01', '8', 'trips a day', 'company practice'),
  ('dispatch.lunch', '2000-01-01', '{"fromMinute": 690, "toMinute": 780, "minutes": 60}', '', '勞動基準法 §35: 連續工作四小時至少休息三十分鐘; company practice 12–13'),
  ('dispatch.circuity', '2000-01-01', '1.35', 'road metres a straight metre', 'measured 1.28 mean, 1.44 p90, plus one-way streets'),
  ('dispatch.speed-truck', '2000-01-01', '32', 'km/h', 'company practice'),
  ('dispatch.motorcycle-factor', '2000-01-01', '0.85', 'of truck minutes', 'company practice'),
  ('dispatch.cost-per-km', '2000-01-01', '3.5', 'NT$', 'company practice'),
  ('dispatch.cost-per-hour', '2000-01-01', '300', 'NT$', 'company practice'),
  ('dispatch.vehicle-day-cost', '2000-01-01', '0', 'NT$', 'company practice: trucks and drivers are there anyway'),
  ('dispatch.fairness', '2000-01-01', '12', 'NT$ a squared hour from the target', 'company practice: the day is shared among all drivers'),
  ('dispatch.target-minutes', '2000-01-01', '480', 'min a day', '勞動基準法 §30: 每日正常工作時間不得超過八小時');
