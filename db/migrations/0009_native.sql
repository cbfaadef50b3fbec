-- Vendors name an agent by their own user id as well as by number.
create index agent_number_vendor_user on agent_number (institute_id, vendor, vendor_user_id) where vendor_user_id is not null;

-- Requests to an endpoint that a vendor has not are rejected ones too.
drop index vendor_request_rejected;
create index vendor_request_rejected on vendor_request (institute_id, received_at)
  where outcome in (
    'wrong_secret', 'institute_placeholder', 'vendor_not_set_up', 'vendor_not_found', 'endpoint_not_found', 'broken_body',
    'field_missing', 'address_not_allowed', 'rate_limited'
  );
