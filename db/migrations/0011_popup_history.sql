-- Up Migration
--
-- A counsellor's cards of the past, the newest first.
create index popup_history on popup (institute_id, counsellor_id, opened_at desc, id desc);
