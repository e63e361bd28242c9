// Damm's quasigroup of order 10: catches every single wrong digit and every swap of neighbours (H. M. Damm, 2004).
const DAMM = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
];

const digitAfter = (interim: number, digit: string): number => Number(DAMM[interim]![Number(digit)]);

/** The check digit of a string of digits by the Damm algorithm. */
export function dammDigit(digits: string): string {
  return String([...digits].reduce(digitAfter, 0));
}

/** A reference to read out: year, nine digits taken from the random part of the complaint's id (uuid v7), one check digit. */
export function referenceFor(complaintId: string, registeredAt: Date): string {
  const digits = (BigInt(`0x${complaintId.slice(-12)}`) % 1_000_000_000n).toString().padStart(9, '0');
  const checked = digits + dammDigit(digits);
  return `C-${registeredAt.getUTCFullYear()}-${checked.slice(0, 5)}-${checked.slice(5)}`;
}

/** Whether a reference is well-formed and its check digit right; spaces and missing hyphens are forgiven. */
export function isReference(text: string): boolean {
  const match = /^C-?(\d{4})-?(\d{5})-?(\d{5})$/i.exec(text.replace(/\s+/g, ''));
  return match !== null && dammDigit(`${match[2]}${match[3]}`) === '0';
}
