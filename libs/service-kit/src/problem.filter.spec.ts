import type { FastifyReply, FastifyRequest } from 'fastify';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { pino } from 'pino';
import { ProblemFilter } from './problem.filter.js';

it('neither answers nor logs what broke off because the client is gone', () => {
  const lines: string[] = [];
  const filter = new ProblemFilter(pino({}, { write: (line: string) => lines.push(line) }));
  const raw = new IncomingMessage(new Socket());
  raw.on('error', () => undefined);
  const gone = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
  raw.destroy(gone);
  // A reply without methods: to answer would throw.
  filter.answer(gone, { raw, headers: {} } as FastifyRequest, { raw: { destroyed: true } } as FastifyReply);
  expect(lines).toEqual([]);
});
