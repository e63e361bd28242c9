import { z } from 'zod';
import { ComplaintClosed as Released } from '../../../libs/contracts/src/complaint-closed.js';
import { defineEvent } from '../../../libs/contracts/src/define-event.js';
import { earlierMajor } from '../../../libs/contracts/src/earlier-major.js';

const settledBy = z.enum(['decision', 'settlement']);

/** The event in the version after the released one: it always says by what the complaint was settled, which no released build knows. */
export const ComplaintClosed = defineEvent({
  type: Released.type,
  version: Released.version + 1,
  owner: Released.owner,
  topic: Released.topic,
  key: (data) => Released.key(data),
  data: Released.data.extend({ settledBy: settledBy.default('decision') }),
  example: { ...Released.example, settledBy: 'decision' },
  earlier: [
    ...Released.earlier,
    earlierMajor({
      version: Released.version,
      data: Released.data,
      upcast: (old) => ({ ...old, settledBy: 'decision' }),
      example: Released.example,
    }),
  ],
});
