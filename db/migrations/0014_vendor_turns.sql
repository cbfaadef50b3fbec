-- When an account's next request may leave for its vendor, whichever process sends it: vendors limit accounts, not processes.
create table vendor_turn (
  institute_id integer not null,
  vendor text not null,
  -- One account may have several APIs with limits of their own.
  line text not null,
  next_at timestamptz not null,
  primary key (institute_id, vendor, line),
  foreign key (institute_id, vendor) references vendor_account (institute_id, vendor)
);
