import { z } from 'zod';

// All control characters but tab and newline; then halves of surrogate pairs.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
const LONE_SURROGATE = /\p{Surrogate}/u;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Text that a person wrote: trimmed, in NFC, with plain newlines, not empty, and nothing in it that cannot be seen or stored. */
export function text(max: number) {
  return z
    .string()
    .overwrite(tidy)
    .min(1)
    .max(max)
    .refine((value) => !CONTROL.test(value), 'contains control characters')
    .refine((value) => !LONE_SURROGATE.test(value), 'contains half of a surrogate pair')
    .refine((value) => VISIBLE.test(value), 'contains nothing that can be read');
}

function tidy(value: string): string {
  return value.replaceAll('\r\n', '\n').normalize('NFC').trim();
}
