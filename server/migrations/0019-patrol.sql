-- A line that a person put on the list from the patrol list stays when the list is built again.
alter table due_item add column is_picked boolean not null default false;
insert into parameter (name, effective_from, value, unit, source) values
  ('due-list.patrol-within-metres', '2000-01-01', '2000', 'm', 'company policy: a truck passes'),
  ('due-list.patrol-service-minutes', '2000-01-01', '8', 'min', 'company policy: a swap at a shop'),
  ('due-list.patrol-metres-per-minute', '2000-01-01', '400', 'm/min', 'company policy: 24 km/h in town, roads longer than the line included');
