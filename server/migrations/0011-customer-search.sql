-- What a search compares, folded once when written: full-width to half-width, capitals to small letters, 臺 to 台; the
-- same three steps as `foldText` in the customers capability.
alter table customer add column search_text text not null generated always as
  (translate(lower(normalize(code || ' ' || short_name || ' ' || coalesce(invoice_title, ''), NFKC)), '臺', '台')) stored;
alter table site add column search_text text not null generated always as
  (translate(lower(normalize(address || ' ' || name, NFKC)), '臺', '台')) stored;
