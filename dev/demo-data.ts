/** The demo institute as the contract, section 5, describes it. Numbers are E.164 keys. */
export const demo = {
  institute: { id: 100, name: 'Demo University', country: 'IN', timeZone: 'Asia/Kolkata' },
  vendor: 'tatatel',
  /** What differs from the defaults of domain/settings/telephony.ts. */
  settings: { inbound: { enabled: true }, outbound: { enabled: true } },
  secretKey: 'demo-secret-key',
  password: 'demo-password',
  admin: { name: 'Demo Admin', email: 'admin@demo.test' },
  counsellors: [
    { name: 'Asha Rao', email: 'asha@demo.test', agent: '9990947416' },
    { name: 'Bilal Khan', email: 'bilal@demo.test', agent: '9899364545' },
    { name: 'Chitra Iyer', email: 'chitra@demo.test', agent: '9876543212' },
  ],
  leads: [
    { name: 'Riya Sharma', phones: ['9812345670'], owner: 'asha@demo.test' },
    { name: 'Kabir Verma', phones: ['9812345671'], owner: 'bilal@demo.test' },
    { name: 'Neha Gupta', phones: ['9812345672', '9812345673'], owner: null },
  ],
  did: { number: '8047100100', campaign: 'Website' },
  grants: {
    counsellor: {
      make_calls_leads: 'yes',
      make_calls_applications: 'yes',
      receive_popups: 'yes',
      full_numbers: 'yes',
      call_logs: 'all',
      recordings: 'all',
      call_reports: 'own',
      manage_missed_calls: 'yes',
    },
  },
} as const;
