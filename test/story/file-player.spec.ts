import type { Api } from './api.js';
import { playFile } from './file-player.js';
import type { Row } from './file-rows.js';

const row: Row = {
  ...{ id: 'a', occurredAt: new Date('2021-03-01T09:00:00Z'), day: '2021-03-01' },
  ...{ cause: 'late', product: 'delivery', text: 'late', language: 'en' },
};

/** A loop on which somebody else tells the same file, always a little ahead of us. */
function loopWithAnother(): { api: Api; deeds: string[] } {
  const deeds: string[] = [];
  const stands = [undefined, 'proposed', 'closed'];
  const api = {
    all: async () => [],
    post: async () => ({ id: 'somebody' }),
    counts: async () => ({ received: 1, open: 0, closed: 1, withdrawn: 0, causesRecorded: 1 }),
    review: async () => undefined,
    register: async () => ({ complaintId: 'c', isNew: false }),
    resolution: async () => {
      const status = stands.shift();
      return status && { status };
    },
    handle: async (_: string, deed: string) => {
      deeds.push(deed);
      return { status: 409, body: { code: 'lifecycle.illegal-transition' }, sendings: 1, isReplayed: false };
    },
  };
  return { api: api as unknown as Api, deeds };
}

it('goes on when another telling of the same file has decided and closed a complaint meanwhile', async () => {
  const { api, deeds } = loopWithAnother();
  const progress = { advance: jest.fn(), done: jest.fn() };
  await playFile(api, [row], progress);
  expect(deeds).toEqual(['proposals', 'closure']);
  expect(progress.advance).toHaveBeenCalledTimes(1);
});
