import { ALL_EVENTS, contractOf, TOPICS } from './index.js';

describe.each(ALL_EVENTS.map((contract) => [contract.wireType, contract] as const))('%s', (wireType, contract) => {
  it('has an example that keeps its own contract', () => {
    const event = contract(contract.example);
    expect(event).toEqual({ type: wireType, topic: contract.topic, key: contract.key(contract.example), data: contract.example });
  });

  it('is refused without its data', () => {
    expect(() => contract({})).toThrow();
  });

  it('is found by its type, lies in its owner’s topic and is named in the past tense', () => {
    expect(contractOf(contract.type)).toBe(contract);
    expect(TOPICS).toContain(`${contract.owner}.events`);
    expect(contract.type).toMatch(/^[a-z-]+\.[a-z-]*(ed|sent|withdrawn)$/);
  });
});

// Field names that would carry a person or free text; ids, codes, times and numbers are all that events may hold.
const PERSONAL = /name|email|mail|phone|address|text|reason|note|comment|contact|birth/i;

it.each(ALL_EVENTS.map((contract) => [contract.wireType, contract] as const))('C53 %s carries no personal field', (_, contract) => {
  const fields = Object.keys((contract.data as { shape: Record<string, unknown> }).shape).filter((field) => PERSONAL.test(field));
  expect(fields).toEqual(contract.type === 'complaint.queued' ? ['reason'] : []); // there it is one of three codes
});
