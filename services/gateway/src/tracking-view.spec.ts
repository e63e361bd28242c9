import { compose } from './tracking-view.js';

const tracking = { reference: 'C-2026-000123', status: 'in-progress', agentId: '0195f3c0-7a3e-7c11-9d52-3f1c1b0c7a01' };
const resolution = { status: 'proposed', decision: 'upheld' };

it('shows the parts as one, with the name instead of the id', () => {
  const view = compose(tracking, resolution, { displayName: 'Minji' });
  expect(view).toEqual({ reference: 'C-2026-000123', status: 'in-progress', handler: 'Minji', resolution });
});

it('has nothing to show of what has not begun', () => {
  expect(compose({ ...tracking, agentId: null }, null, null)).toEqual({
    reference: 'C-2026-000123',
    status: 'in-progress',
    handler: null,
    resolution: null,
  });
});

it.each([
  ['the decision', 'away', { displayName: 'Minji' }],
  ['the name', resolution, 'away'],
] as const)('says so when %s could not be asked', (_, decision, handler) => {
  expect(compose(tracking, decision, handler)).toMatchObject({ reference: 'C-2026-000123', incomplete: true });
});
