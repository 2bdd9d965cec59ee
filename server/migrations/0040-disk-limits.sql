-- How much room the data folder must have: below the first people are warned, below the second photos and imports wait,
-- so that orders and deliveries go on to the end.
insert into parameter (name, effective_from, value, unit, source) values
  ('disk.warn-mebibytes', '2000-01-01', '5120', 'MiB', 'design: days of documents and log of a busy company, time to make room'),
  ('disk.refuse-mebibytes', '2000-01-01', '1024', 'MiB', 'design: weeks of orders and deliveries without photos, and the log of one base backup');
