import { titleOf, type Problem } from './problem.js';

type Words = readonly [code: string, detail: string, remedy: string];

const OF_STATUS: Record<number, Words> = {
  400: ['request.malformed', 'The request cannot be read.', 'Check its address, its headers and its body.'],
  403: ['request.forbidden', 'This may not be asked for.', 'See /docs for what may.'],
  404: ['route.not-found', 'There is nothing at this address.', 'See /docs for what there is.'],
  408: ['request.timeout', 'The request took too long to arrive.', 'Send it again.'],
  413: ['request.too-large', 'The body is larger than 256 KiB.', 'Send less at once.'],
  414: ['request.address-too-long', 'The address is too long.', 'Shorten it.'],
  415: ['request.content-type', 'The body is not JSON.', 'Send it with Content-Type: application/json.'],
  417: ['request.expectation', 'What the header Expect asks for is not possible here.', 'Send it without Expect.'],
  431: ['request.headers-too-large', 'The headers are larger than 16 KiB.', 'Send fewer or shorter ones.'],
};

// What Fastify and the HTTP parser of node call a fault, where the status alone would name the wrong part of the request.
const OF_FAULT: Record<string, Words> = {
  FST_ERR_BAD_URL: ['request.address-malformed', 'The address cannot be decoded.', 'Write each % of it as %25, or as the UTF-8 of a character.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['request.malformed', 'The body is not valid JSON.', 'Send one JSON object in UTF-8.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['request.malformed', 'The body is not as long as Content-Length says.', 'Send its length in bytes.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['request.too-large', 'The extensions of the chunks are too long.', 'Send the chunks without extensions.'],
};

const NOT_HTTP: Words = [
  'request.not-http',
  'This is not valid HTTP.',
  'Check the request line, the headers and how the length of the body is told.',
];

/** What a refusal by HTTP itself is told as: by the code of the fault when that says more than the status. */
export function httpProblem(status: number, fault: unknown, traceId: string): Problem {
  const [code, detail, remedy] = ofFault(status, String(fault)) ?? OF_STATUS[status] ?? unnamed(status);
  return { type: `urn:redress:problem:${code}`, title: titleOf(status), status, detail, code, remedy, traceId };
}

function ofFault(status: number, fault: string): Words | undefined {
  return OF_FAULT[fault] ?? (status === 400 && fault.startsWith('HPE_') ? NOT_HTTP : undefined);
}

function unnamed(status: number): Words {
  const remedy = status < 500 ? 'See /docs for what is possible.' : 'Try again later; quote the traceId when you ask us.';
  return [`http.${status}`, `${titleOf(status)}.`, remedy];
}
