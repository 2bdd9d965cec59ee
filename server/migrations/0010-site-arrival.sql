-- Where drivers stood when they said they had arrived; what a coarse point is refined from. About sites, not people:
-- neither driver nor run is kept.
create table site_arrival (
  site_id uuid not null references site (id) on delete cascade,
  arrived_at timestamptz not null,
  latitude double precision not null,
  longitude double precision not null,
  primary key (site_id, arrived_at)
);
insert into retention (table_name, class, keep_months, source) values
  ('site_arrival', 'trace', 24, 'learning where a site is');

insert into parameter (name, effective_from, value, unit, source) values
  ('site.series-tier-filed-grams', '2017-01-01', '80000', 'g', '公共危險物品及可燃性高壓氣體製造儲存處理場所設置標準暨安全管理辦法 §73-1: 80 公斤以上'),
  ('site.series-tier-distance-grams', '2017-01-01', '120000', 'g', '同上 §73-1: 逾 120 公斤, 距火源 2 公尺'),
  ('site.series-tier-shutoff-grams', '2017-01-01', '300000', 'g', '同上 §73-1: 逾 300 公斤, 緊急遮斷與圍欄'),
  ('site.coarse-beyond-metres', '2000-01-01', '150', 'm', 'company policy: coarser than a street'),
  ('login.address-attempts', '2000-01-01', '30', 'attempts without success', 'company policy'),
  ('login.address-minutes', '2000-01-01', '15', 'min', 'company policy');
