import { sql } from 'slonik';

/** Whether the counsellor `k` of the surrounding query holds "receive call pop-ups": the user's own grant before the roles'. */
export const mayReceivePopups = sql.fragment`
  coalesce(
    (
      select u.scope <> 'no'
      from user_permission u
      where u.institute_id = k.institute_id and u.counsellor_id = k.id and u.permission = 'receive_popups'
    ),
    exists (
      select from role_permission r
      where r.institute_id = k.institute_id and r.role = any(k.roles) and r.permission = 'receive_popups'
    )
  )
`;
