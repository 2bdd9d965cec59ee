insert into retention (table_name, class, keep_months, source) values
  ('retention', 'permanent', null, 'this table'), ('depot', 'permanent', null, 'master data'), ('company', 'permanent', null, 'master data'),
  ('idempotency_key', 'trace', 3, 'design: answers are kept 90 days'), ('audit', 'books', 84, 'company policy, at least 商業會計法 §38 for vouchers (5 years)'),
  ('outbox_event', 'trace', 1, 'design: resume window'), ('outbox_stream', 'permanent', null, 'sequence heads'),
  ('parameter', 'permanent', null, 'law and policy history'), ('file_object', 'books', 60, '商業會計法 §38: vouchers 5 years'),
  ('app_user', 'permanent', null, 'referenced by books'), ('session_family', 'trace', 6, 'security log'), ('refresh_token', 'trace', 1, 'security'),
  ('zone', 'permanent', null, 'master data'), ('cylinder_type', 'permanent', null, 'master data'), ('product', 'permanent', null, 'master data'), ('price', 'permanent', null, 'price history'),
  ('customer', 'books', null, 'while a customer, then 個資法 §11'), ('phone', 'books', null, 'while a customer, then 個資法 §11'), ('site', 'books', null, 'while a customer'),
  ('site_area', 'operation', null, 'with the site'), ('site_equipment', 'operation', null, 'with the site'), ('site_closure', 'operation', 24, 'operation'), ('holiday', 'permanent', null, 'public calendar'),
  ('site_legacy_snapshot', 'operation', null, 'with the site'), ('site_declared_cylinder', 'operation', null, 'with the site'),
  ('meter', 'books', 60, '商業會計法 §38'), ('meter_reading', 'books', 60, '商業會計法 §38: the basis of bills'), ('telemetry_reading', 'trace', 24, 'forecast input'),
  ('delivery_history', 'operation', 120, 'forecast input'), ('import_run', 'operation', 60, 'evidence of cut-over'), ('import_finding', 'operation', 60, 'evidence of cut-over'),
  ('import_change', 'operation', 60, 'evidence of cut-over'), ('import_source_row', 'operation', null, 'needed by re-import'), ('import_conflict', 'operation', 60, 'evidence of cut-over'),
  ('sales_order', 'books', 60, '商業會計法 §38'), ('order_line', 'books', 60, '商業會計法 §38'), ('order_change', 'books', 60, 'evidence'),
  ('site_forecast', 'derived', null, 'recomputed daily'), ('due_item', 'operation', 24, 'operation'), ('due_exclusion', 'operation', 24, 'operation'), ('postponement', 'operation', 60, 'evidence of service'),
  ('vehicle', 'permanent', null, 'master data'), ('driver', 'permanent', null, 'master data'), ('day_plan', 'operation', 60, '勞動基準法 §30: work records 5 years'),
  ('run', 'operation', 60, '勞動基準法 §30'), ('stop', 'operation', 60, 'evidence of service'), ('stop_line', 'operation', 60, 'evidence of service'), ('plan_publication', 'operation', 24, 'disputes'),
  ('position', 'trace', 6, '個資法: no longer than the purpose needs'), ('position_default', 'trace', 6, 'as position'), ('driver_presence', 'derived', null, 'last known only'),
  ('cylinder_account', 'permanent', null, 'ledger'), ('cylinder_movement', 'permanent', null, 'ledger'), ('cylinder_entry', 'permanent', null, 'ledger'), ('cylinder_balance', 'derived', null, 'sum of entries'),
  ('cash_account', 'permanent', null, 'ledger'), ('cash_movement', 'permanent', null, 'ledger'), ('cash_entry', 'permanent', null, 'ledger'),
  ('driver_command', 'books', 84, 'evidence of deliveries'), ('conflict', 'operation', 60, 'evidence'), ('delivery', 'books', 84, 'vouchers'), ('delivery_line', 'books', 84, 'vouchers'),
  ('residual_weighing', 'books', 84, 'vouchers'), ('delivery_file', 'books', 84, 'vouchers'), ('vehicle_check', 'operation', 60, 'evidence'), ('day_close', 'books', 84, 'vouchers');

insert into cylinder_type (code, label, gas_grams, tare_grams, sort) values
  ('50', '50', 50000, 38000, 1), ('P20', '營20', 20000, 17500, 2), ('P16', '營16', 16000, 15000, 3), ('20', '20', 20000, 17500, 4),
  ('16', '16', 16000, 15000, 5), ('10', '10', 10000, 10500, 6), ('4', '4', 4000, 5000, 7), ('H16', '好運16', 16000, 15000, 8),
  ('B10', '瓶安10', 10000, 5000, 9), ('X4', '幸福丸', 4000, 5000, 10), ('H20', '好運20', 20000, 17500, 11);
insert into product (code, cylinder_type, billing_method, label, sort) values
  ('50', '50', 'cylinder', '50KG', 1), ('P20', 'P20', 'cylinder', '營20', 2), ('P16', 'P16', 'cylinder', '營16', 3), ('20', '20', 'cylinder', '20KG', 4),
  ('16', '16', 'cylinder', '16KG', 5), ('10', '10', 'cylinder', '10KG', 6), ('4', '4', 'cylinder', '4KG', 7), ('H16', 'H16', 'cylinder', '好運16', 8),
  ('B10', 'B10', 'cylinder', '瓶安桶10', 9), ('X4', 'X4', 'cylinder', '幸福丸', 10), ('H20', 'H20', 'cylinder', '好運20', 11),
  ('F50', '50', 'metered', '流量50', 12), ('F20', '20', 'metered', '流量20', 13), ('F16', '16', 'metered', '流量16', 14),
  ('FH20', 'H20', 'metered', '流量好運20', 15), ('FH16', 'H16', 'metered', '流量好運16', 16);

insert into parameter (name, effective_from, value, unit, source) values
  ('motorcycle.max-net-gas-grams', '2000-01-01', '60000', 'g', '道路交通安全規則 §84, §88: 重型機車載運液化石油氣淨重 60 公斤'),
  ('motorcycle.max-load-grams', '2000-01-01', '80000', 'g', '道路交通安全規則 §88: 載重 80 公斤'),
  ('truck.papers-above-gas-grams', '2000-01-01', '50000', 'g', '道路交通安全規則 §84: 淨重逾 50 公斤'),
  ('site.reserve-limit-commercial-grams', '2017-01-01', '80000', 'g', '公共危險物品及可燃性高壓氣體製造儲存處理場所設置標準暨安全管理辦法 §73 (2017 text)'),
  ('site.reserve-limit-household-grams', '2017-01-01', '40000', 'g', '同上 §73 (2017 text)'),
  ('site.series-limit-grams', '2017-01-01', '1000000', 'g', '同上 §73-1'),
  ('forecast.due-share', '2000-01-01', '0.15', 'share of capacity', 'company policy: median 最大週期 is 0.85 × 串接 ÷ 日用'),
  ('forecast.accepted-risk', '2000-01-01', '0.05', 'probability', 'company policy'),
  ('tracking.min-interval-seconds', '2000-01-01', '15', 's', 'company policy'),
  ('session.access-minutes', '2000-01-01', '15', 'min', 'company policy'),
  ('session.refresh-days', '2000-01-01', '30', 'd', 'company policy'),
  ('login.lock-after', '2000-01-01', '5', 'failures', 'company policy'),
  ('login.lock-minutes', '2000-01-01', '15', 'min', 'company policy'),
  ('driver.arrival-radius-metres', '2000-01-01', '150', 'm', 'company policy');
