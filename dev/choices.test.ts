import { expect, test } from '@jest/globals';
import { Choices } from './choices.ts';

test('nothing chosen: everything embedded under .local, with demo data, on the contract’s ports', () => {
  expect(new Choices('/somewhere', {})).toMatchObject({
    port: 8080,
    temporalUiPort: 8233,
    localDir: '/somewhere/.local',
    demo: true,
    databaseUrl: null,
    embedsTemporal: true,
    temporal: { namespace: 'callthread' },
  });
});

test('a second stack takes another folder and other ports', () => {
  const second = new Choices('/somewhere', { LOCAL_DIR: '/tmp/other', PORT: '8081', TEMPORAL_UI_PORT: '8234' });
  expect(second).toMatchObject({ port: 8081, temporalUiPort: 8234, localDir: '/tmp/other' });
});

test('demo data under NODE_ENV=production is refused, and one port for two things as well', () => {
  expect(() => new Choices('/somewhere', { NODE_ENV: 'production', PORT: '8233' })).toThrow(/TEMPORAL_UI_PORT[^]*DEMO/);
  expect(new Choices('/somewhere', { NODE_ENV: 'production', DEMO: '0' }).demo).toBe(false);
});
