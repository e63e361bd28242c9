import { continueTrace } from './traceparent.js';

const traceId = '0af7651916cd43dd8448eb211c80319c';

it('continues a trace under a span of its own', () => {
  const trace = continueTrace(`00-${traceId}-b7ad6b7169203331-00`);
  expect(trace.traceId).toBe(traceId);
  expect(trace.traceparent).toMatch(new RegExp(`^00-${traceId}-(?!b7ad6b7169203331)[0-9a-f]{16}-00$`));
});

it.each([
  ['nothing', undefined],
  ['two headers', [`00-${traceId}-b7ad6b7169203331-01`, 'x']],
  ['an all-zero trace', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`],
  ['an all-zero span', `00-${traceId}-${'0'.repeat(16)}-01`],
  ['capitals', `00-${traceId.toUpperCase()}-b7ad6b7169203331-01`],
  ['injected lines', `00-${traceId}-b7ad6b7169203331-01\nx`],
])('begins a new one after %s', (_what, header) => {
  const trace = continueTrace(header);
  expect(trace.traceId).not.toBe(traceId);
  expect(trace.traceparent).toMatch(/^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-01$/);
});
