-- A postponement that was taken back stays to be read and no longer holds the visit off.
alter table postponement add column withdrawn_at timestamptz, add column withdrawn_by uuid;
-- A customer's card shows who called when.
create index phone_call_customer on phone_call (customer_id, started_at desc) where customer_id is not null;
